package dev.sotto.api.form;

import dev.sotto.api.upload.FormFiles;
import dev.sotto.api.upload.UploadedForm;
import dev.sotto.fault.FaultException;
import dev.sotto.format.stored.StoredRequest;
import dev.sotto.service.Faults;
import dev.sotto.service.SentClip;
import dev.sotto.transcript.InvalidOption;
import dev.sotto.transcript.KnownVoice;
import dev.sotto.transcript.KnownVoices;
import dev.sotto.transcript.TranscriptionOptions;
import dev.sotto.transcript.VoiceName;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * The fields of a form that say which voices are known: OpenAI's names and references, and names of the library.
 *
 * @param clips in the order of the names
 * @param wanted names of the library, or {@code all} alone
 */
public record KnownVoiceFields(List<SentClip> clips, List<String> wanted) {
    private static final String NAMES = "known_speaker_names";
    private static final String REFERENCES = "known_speaker_references";

    /** What {@code read} of an upload must know of these fields. */
    public static final Set<String> LONG = Set.of(REFERENCES);

    public KnownVoiceFields {
        clips = List.copyOf(clips);
        wanted = List.copyOf(wanted);
    }

    /** Of a form with a recording in one of some fields. */
    public static FormFiles files(Set<String> recording) {
        return FormFiles.recording(recording).withLong(LONG);
    }

    /**
     * Reads them. What the clips hold is looked at later.
     *
     * @throws FaultException naming the field, with its place in the list
     */
    public static KnownVoiceFields of(UploadedForm form) {
        List<String> references = texts(form, REFERENCES);
        List<String> names = names(texts(form, NAMES), references.size());
        if (names.size() != references.size()) {
            boolean lacksNames = names.size() < references.size();
            throw invalid(
                    "%s[%d]".formatted(lacksNames ? NAMES : REFERENCES, Math.min(names.size(), references.size())),
                    "There are %d %s and %d %s; expected one reference for each name, in the same order."
                            .formatted(names.size(), NAMES, references.size(), REFERENCES));
        }
        if (names.size() > KnownVoices.CLIPS_MAX) {
            throw invalid(
                    "%s[%d]".formatted(NAMES, KnownVoices.CLIPS_MAX),
                    "There are %d %s; expected at most %d.".formatted(names.size(), NAMES, KnownVoices.CLIPS_MAX));
        }
        List<SentClip> clips = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i).strip();
            try {
                VoiceName.check("%s[%d]".formatted(NAMES, i), name);
            } catch (InvalidOption e) {
                throw FormFields.refused(e);
            }
            clips.add(new SentClip(
                    "%s[%d]".formatted(REFERENCES, i), name, references.get(i).strip()));
        }
        return new KnownVoiceFields(clips, wanted(form.all(KnownVoices.FIELD)));
    }

    /** Sent one by one, or all in one JSON list. */
    private static List<String> texts(UploadedForm form, String name) {
        return form.all(name).stream()
                .flatMap(text -> OpenAiSpellings.items(text).stream())
                .toList();
    }

    /** One text for several references holds a comma between them; a name alone may have one. */
    private static List<String> names(List<String> sent, int references) {
        return sent.size() == 1 && references > 1 ? List.of(sent.get(0).split(",", -1)) : sent;
    }

    private static FaultException invalid(String field, String message) {
        return new FaultException(Faults.invalidValue(field, message));
    }

    /** Names of the library have no comma: it stands between them. */
    static List<String> wanted(List<String> values) {
        return values.stream()
                .flatMap(value -> Arrays.stream(value.split(",", -1)))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .distinct()
                .toList();
    }

    /**
     * The request with what is known of its voices before anybody has looked at them.
     *
     * @throws FaultException if speakers are not told apart, or by their channels
     */
    public StoredRequest in(StoredRequest request) {
        TranscriptionOptions options = request.options();
        List<KnownVoice> voices = clips.stream()
                .map(clip -> new KnownVoice(clip.name(), KnownVoice.Origin.CLIP, ""))
                .toList();
        try {
            TranscriptionOptions knowing = options.toBuilder()
                    .speakers(options.speakers().toBuilder()
                            .known(new KnownVoices(voices, wanted))
                            .build())
                    .build();
            if (knowing.media().splitsChannels()) {
                knowing.speakers().checkNothingCounted();
            }
            return request.with(knowing);
        } catch (InvalidOption e) {
            throw FormFields.refused(e);
        }
    }
}
