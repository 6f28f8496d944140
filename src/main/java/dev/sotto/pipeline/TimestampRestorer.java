package dev.sotto.pipeline;

import dev.sotto.transcript.Segment;
import dev.sotto.transcript.Word;
import java.util.List;

/**
 * From a part's own time to the recording's: segments and words.
 *
 * @param startSeconds of the part, in closed-up time
 * @param endSeconds of the part, in closed-up time; nothing is said behind it
 */
record TimestampRestorer(SpeechTimestampsMap pieces, double startSeconds, double endSeconds) {
    Segment restored(Segment segment) {
        double start = start(segment.startSeconds());
        List<Word> words = segment.words().stream().map(this::restored).toList();
        return segment.timed(start, Math.max(start, end(segment.endSeconds())), words);
    }

    private Word restored(Word word) {
        double start = start(word.startSeconds());
        return new Word(word.text(), start, Math.max(start, end(word.endSeconds())), word.probability());
    }

    private double start(double seconds) {
        return pieces.recordingSeconds(Math.min(startSeconds + seconds, endSeconds), false);
    }

    double end(double seconds) {
        return pieces.recordingSeconds(Math.min(startSeconds + seconds, endSeconds), true);
    }
}
