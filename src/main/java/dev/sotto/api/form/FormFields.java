package dev.sotto.api.form;

import dev.sotto.api.upload.UploadedForm;
import dev.sotto.fault.FaultException;
import dev.sotto.service.Faults;
import dev.sotto.transcript.InvalidOption;
import dev.sotto.transcript.field.Fields;
import java.util.List;
import java.util.Map;

/** The fields of a form as everything that takes one reads them. */
public final class FormFields {
    private static final String VOICE = "vad_";
    /** Where forms call a field otherwise than openai/whisper's command does. */
    private static final Map<String, String> OWN_SPELLING =
            Map.of("initial_prompt", "prompt", "vad_filter", "vad_filter");

    private FormFields() {}

    /** Lists may be sent as {@code name[]} and {@code name[0]} too; what is empty counts as not sent. */
    public static Fields of(UploadedForm form) {
        return Fields.filledIn(name -> values(form, name));
    }

    private static List<String> values(UploadedForm form, String name) {
        return form.all(spelled(name));
    }

    /** As forms spell a field: those about voice activity are written as the parts of one. */
    static String spelled(String name) {
        return OWN_SPELLING.getOrDefault(
                name, name.startsWith(VOICE) ? "vad_parameters[%s]".formatted(name.substring(VOICE.length())) : name);
    }

    public static FaultException refused(InvalidOption fault) {
        return new FaultException(Faults.invalidValue(spelled(fault.name()), fault.message(FormFields::spelled) + "."));
    }
}
