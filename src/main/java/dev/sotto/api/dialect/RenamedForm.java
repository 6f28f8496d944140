package dev.sotto.api.dialect;

import dev.sotto.api.form.FormFields;
import dev.sotto.api.form.TranscriptionForm;
import dev.sotto.api.upload.UploadedForm;
import dev.sotto.fault.Fault;
import dev.sotto.fault.FaultException;
import dev.sotto.service.ServedModels;
import dev.sotto.transcript.InvalidOption;
import dev.sotto.transcript.Task;
import dev.sotto.transcript.TranscriptionOptions;
import dev.sotto.transcript.field.TranscriptionFields;
import io.vertx.core.MultiMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The form of a dialect as this server spells it. Fields that are not named here do not get through, so that no field of
 * another meaning is read by its name.
 */
public final class RenamedForm {
    private final UploadedForm sent;
    private final Map<String, List<String>> fields = new LinkedHashMap<>();
    private final Map<String, String> theirs = new LinkedHashMap<>();

    private RenamedForm(UploadedForm sent) {
        this.sent = sent;
    }

    public static RenamedForm of(UploadedForm sent) {
        return new RenamedForm(sent);
    }

    /** The form with the parameters of the query among its fields; a field of the form counts before one of the query. */
    public static UploadedForm withQuery(UploadedForm form, MultiMap query) {
        Map<String, List<String>> fields = new LinkedHashMap<>();
        query.names().forEach(name -> fields.put(name, List.copyOf(query.getAll(name))));
        form.fields().forEach(fields::put);
        return new UploadedForm(form.file(), fields);
    }

    /** A field that has the same name here. */
    public RenamedForm keep(String... names) {
        for (String name : names) {
            rename(name, name);
        }
        return this;
    }

    /** A field of theirs that has another name here. Lists keep their elements. */
    public RenamedForm rename(String their, String our) {
        List<String> values = sent.all(their);
        if (!values.isEmpty()) {
            fields.put(our, values);
            theirs.put(our, their);
        }
        return this;
    }

    /** As {@link #rename}, with each value mapped. */
    public RenamedForm rename(String their, String our, Function<String, String> value) {
        rename(their, our);
        fields.computeIfPresent(
                our, (name, values) -> values.stream().map(value).toList());
        return this;
    }

    /** What this server is told whatever was sent. */
    public RenamedForm put(String our, String value) {
        fields.put(our, List.of(value));
        return this;
    }

    /** What counts where nothing, or nothing but blanks, was sent. */
    public RenamedForm otherwise(String our, String value) {
        if (fields.getOrDefault(our, List.of()).stream().allMatch(String::isBlank)) {
            fields.put(our, List.of(value));
        }
        return this;
    }

    /** With the recording that was sent. */
    public UploadedForm form() {
        return new UploadedForm(sent.file(), new LinkedHashMap<>(fields));
    }

    /**
     * What the form asks for, with the recording. The language that is spoken counts for a translation too.
     *
     * @throws FaultException naming the field as its sender spells it
     */
    public TranscriptionForm transcription(Task task, ServedModels models) {
        return read(() -> {
            UploadedForm form = form();
            TranscriptionForm read = TranscriptionForm.of(form, task, models);
            if (task == Task.TRANSCRIBE) {
                return read;
            }
            try {
                TranscriptionOptions.Builder options =
                        TranscriptionFields.language(FormFields.of(form), read.options().toBuilder());
                return new TranscriptionForm(read.model(), read.format(), read.document(), options.build());
            } catch (InvalidOption e) {
                throw FormFields.refused(e);
            }
        });
    }

    /** Reads something of the form; a fault names the field as its sender spells it. */
    public <T> T read(Supplier<T> reader) {
        try {
            return reader.get();
        } catch (FaultException e) {
            throw new FaultException(theirs(e.fault()));
        }
    }

    private Fault theirs(Fault fault) {
        Optional<String> our = fault.field();
        String their = our.map(name -> theirs.getOrDefault(name, name)).orElse("");
        if (our.isEmpty() || their.equals(our.get())) {
            return fault;
        }
        String message = fault.message().startsWith(our.get() + " ")
                ? their + fault.message().substring(our.get().length())
                : fault.message();
        return new Fault(fault.code(), message, Optional.of(their), fault.cause());
    }
}
