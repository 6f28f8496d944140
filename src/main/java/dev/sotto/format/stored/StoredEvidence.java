package dev.sotto.format.stored;

import dev.sotto.transcript.SpeakerEvidence;
import dev.sotto.transcript.Transcript;
import dev.sotto.transcript.VoiceProfile;
import java.util.List;

/** What a recording's speakers can be told apart from again, but for the analysis, which is no text. */
public record StoredEvidence(double start, Transcript plain, List<List<Integer>> wordEnds, List<VoiceProfile> voices) {
    public StoredEvidence {
        voices = List.copyOf(voices);
    }

    public static String write(SpeakerEvidence evidence) {
        return StoredJson.write(
                new StoredEvidence(evidence.startSeconds(), evidence.plain(), evidence.wordEnds(), evidence.voices()));
    }

    /**
     * Reads one back.
     *
     * @throws IllegalArgumentException if the text is not one that {@link #write} made
     */
    public static SpeakerEvidence read(byte[] analysis, String text) {
        StoredEvidence stored = StoredJson.read(text, StoredEvidence.class);
        return new SpeakerEvidence(analysis, stored.start(), stored.plain(), stored.wordEnds(), stored.voices());
    }
}
