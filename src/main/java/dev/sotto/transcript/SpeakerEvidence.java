package dev.sotto.transcript;

import java.util.List;

/**
 * All that a recording's speakers can be told apart from again, without the recording.
 *
 * @param analysis what the networks heard, in a form of their own
 * @param startSeconds where in the recording they began to listen
 * @param plain the transcript before anybody was told apart
 * @param wordEnds for each of its segments, behind how many of its tokens each of its words ends
 * @param voices made of clips that came with the request
 */
@SuppressWarnings("ArrayRecordComponent") // handed on; equality is never asked for
public record SpeakerEvidence(
        byte[] analysis,
        double startSeconds,
        Transcript plain,
        List<List<Integer>> wordEnds,
        List<VoiceProfile> voices) {
    public SpeakerEvidence {
        voices = List.copyOf(voices);
        wordEnds = wordEnds.stream().map(List::copyOf).toList();
    }

    /** Without clips. */
    public SpeakerEvidence(byte[] analysis, double startSeconds, Transcript plain, List<List<Integer>> wordEnds) {
        this(analysis, startSeconds, plain, wordEnds, List.of());
    }
}
