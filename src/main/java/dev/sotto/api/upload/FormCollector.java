package dev.sotto.api.upload;

import dev.sotto.config.ServerConfig;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Sorts the parts of one form: the file to its sink, the fields to memory, files of other names to nowhere. */
final class FormCollector implements MultipartParser.Sink {
    private static final int NAME_CHARS_MAX = 100;
    /** So many fields may be as long as one may be: they lie in memory until the recording, which may follow, is here. */
    private static final int LONGEST_FIELDS_MAX = 8;

    private enum Target {
        FILE,
        FIELD,
        NOWHERE
    }

    private final ServerConfig.Upload limits;
    private final Set<String> fileFields;
    private final Consumer<byte[]> fileSink;
    private final Map<String, List<String>> fields = new LinkedHashMap<>();
    private final ByteArrayOutputStream value = new ByteArrayOutputStream();
    private String name = "";
    private Target target = Target.NOWHERE;
    private int parts;
    private long fieldsBytes;
    private boolean hasFile;
    private long fileBytes;

    /** @param fileFields names of the fields that hold the file */
    FormCollector(ServerConfig.Upload limits, Set<String> fileFields, Consumer<byte[]> fileSink) {
        this.limits = limits;
        this.fileFields = Set.copyOf(fileFields);
        this.fileSink = fileSink;
    }

    Map<String, List<String>> fields() {
        return fields;
    }

    /** Size of the file, or empty if none came. */
    Optional<Long> fileBytes() {
        return hasFile ? Optional.of(fileBytes) : Optional.empty();
    }

    @Override
    public void partBegins(PartHeaders headers) {
        parts++;
        if (parts > limits.fieldsMax()) {
            throw overLimit("The form has more than %d fields.".formatted(limits.fieldsMax()));
        }
        name = headers.name();
        if (name.length() > NAME_CHARS_MAX) {
            throw overLimit("The name of a form field is longer than %d characters.".formatted(NAME_CHARS_MAX));
        }
        if (headers.filename().isPresent() && headers.filename().get().length() > limits.filenameCharsMax()) {
            throw overLimit("The file name is longer than %d characters.".formatted(limits.filenameCharsMax()));
        }
        target = targetOf(headers);
        value.reset();
    }

    /** A client that sends a stream gives its file no file name, so the field's name alone decides. */
    private Target targetOf(PartHeaders headers) {
        if (!fileFields.contains(name)) {
            return headers.filename().isPresent() ? Target.NOWHERE : Target.FIELD;
        }
        if (hasFile) {
            throw new UploadException(
                    UploadException.Kind.MALFORMED, "The form has more than one file; send one file per request.");
        }
        hasFile = true;
        return Target.FILE;
    }

    @Override
    public void partData(byte[] bytes, int from, int to) {
        switch (target) {
            case FILE -> toFile(bytes, from, to);
            case FIELD -> {
                if (value.size() + to - from > limits.fieldBytesMax()) {
                    throw overLimit("The field '%s' is longer than %d bytes.".formatted(name, limits.fieldBytesMax()));
                }
                fieldsBytes += to - from;
                if (fieldsBytes > fieldsBytesMax(limits)) {
                    throw overLimit("The fields together are longer than %d bytes.".formatted(fieldsBytesMax(limits)));
                }
                value.write(bytes, from, to - from);
            }
            case NOWHERE -> {}
        }
    }

    private void toFile(byte[] bytes, int from, int to) {
        fileBytes += to - from;
        if (fileBytes > limits.bytesMax()) {
            throw tooLarge(limits);
        }
        fileSink.accept(Arrays.copyOfRange(bytes, from, to));
    }

    @Override
    public void partEnds() {
        if (target == Target.FIELD) {
            fields.computeIfAbsent(name, key -> new ArrayList<>()).add(PartHeaders.utf8(value.toByteArray()));
        }
    }

    static long fieldsBytesMax(ServerConfig.Upload limits) {
        return (long) LONGEST_FIELDS_MAX * limits.fieldBytesMax();
    }

    static UploadException tooLarge(ServerConfig.Upload limits) {
        return new UploadException(
                UploadException.Kind.TOO_LARGE,
                "The file is larger than this server accepts: at most %d bytes.".formatted(limits.bytesMax()));
    }

    private static UploadException overLimit(String message) {
        return new UploadException(UploadException.Kind.FORM_LIMIT, message);
    }
}
