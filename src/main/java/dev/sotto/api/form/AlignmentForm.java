package dev.sotto.api.form;

import dev.sotto.api.upload.UploadedForm;
import dev.sotto.fault.FaultException;
import dev.sotto.format.TranscriptFormat;
import dev.sotto.service.Faults;
import dev.sotto.transcript.AlignmentOptions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The form of an alignment: that of a transcription with a text, and with another default format. */
public final class AlignmentForm {
    private static final String TEXT = "text";
    private static final String FORMAT = "response_format";

    private AlignmentForm() {}

    /**
     * As a transcription's form is read.
     *
     * @throws FaultException if there is no text
     */
    public static UploadedForm of(UploadedForm sent) {
        String text = sent.one(TEXT)
                .or(() -> sent.one(AlignmentOptions.TEXT))
                .orElseThrow(() -> new FaultException(Faults.missing(TEXT)));
        Map<String, List<String>> fields = new LinkedHashMap<>(sent.fields());
        fields.put(AlignmentOptions.TEXT, List.of(text));
        if (sent.one(FORMAT).isEmpty()) {
            fields.put(FORMAT, List.of(TranscriptFormat.ALIGNED_JSON.wireName()));
        }
        return new UploadedForm(sent.file(), fields);
    }
}
