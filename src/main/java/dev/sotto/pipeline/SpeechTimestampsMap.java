package dev.sotto.pipeline;

import dev.sotto.audio.Waveform;
import dev.sotto.transcript.TimeSpan;
import dev.sotto.vad.SampleSpan;
import java.util.ArrayList;
import java.util.List;

/**
 * The parts of a recording that are transcribed, and the time that runs when they are played without what lies between
 * them: "closed-up" time. Immutable.
 */
final class SpeechTimestampsMap {
    private final List<SampleSpan> pieces;
    private final long[] starts; // of each piece in closed-up time, then the end of all

    /** @param pieces in order, not overlapping, none empty */
    SpeechTimestampsMap(List<SampleSpan> pieces) {
        this.pieces = pieces.stream().filter(piece -> piece.length() > 0).toList();
        this.starts = new long[this.pieces.size() + 1];
        for (int i = 0; i < this.pieces.size(); i++) {
            starts[i + 1] = starts[i] + this.pieces.get(i).length();
        }
    }

    List<SampleSpan> list() {
        return pieces;
    }

    long samples() {
        return starts[pieces.size()];
    }

    boolean isEmpty() {
        return pieces.isEmpty();
    }

    /** Where piece {@code i} begins in closed-up time. */
    long start(int i) {
        return starts[i];
    }

    /** The parts that lie in one of the spans; all of them when there are no spans. */
    SpeechTimestampsMap within(List<TimeSpan> spans) {
        if (spans.isEmpty()) {
            return this;
        }
        List<SampleSpan> kept = new ArrayList<>();
        for (SampleSpan piece : pieces) {
            for (TimeSpan span : spans) {
                long start = Math.max(piece.start(), samples(span.startSeconds()));
                long end = Math.min(piece.end(), samples(span.endSeconds()));
                if (start < end) {
                    kept.add(new SampleSpan(start, end));
                }
            }
        }
        kept.sort((a, b) -> Long.compare(a.start(), b.start()));
        return new SpeechTimestampsMap(withoutOverlaps(kept));
    }

    private static List<SampleSpan> withoutOverlaps(List<SampleSpan> sorted) {
        List<SampleSpan> apart = new ArrayList<>();
        long end = 0;
        for (SampleSpan span : sorted) {
            if (span.end() > end) {
                apart.add(new SampleSpan(Math.max(span.start(), end), span.end()));
                end = span.end();
            }
        }
        return apart;
    }

    private static long samples(double seconds) {
        return (long) Math.min(Long.MAX_VALUE, Math.rint(seconds * Waveform.SAMPLE_RATE));
    }

    /**
     * The moment of the recording that is heard at a closed-up moment.
     *
     * @param isEnd whether a moment between two pieces belongs to the one before; else it belongs to the one behind
     */
    double recordingSeconds(double closedUpSeconds, boolean isEnd) {
        double at = closedUpSeconds * Waveform.SAMPLE_RATE;
        if (pieces.isEmpty()) {
            return 0;
        }
        int i = pieceAt(at, isEnd);
        return (pieces.get(i).start() + at - starts[i]) / Waveform.SAMPLE_RATE;
    }

    /** The closed-up moment at which a moment of the recording is heard, or the nearest that is. */
    double closedUpSeconds(double recordingSeconds) {
        double at = recordingSeconds * Waveform.SAMPLE_RATE;
        int i = 0;
        while (i < pieces.size() && pieces.get(i).end() < at) {
            i++;
        }
        double closedUp = i == pieces.size()
                ? starts[i]
                : starts[i] + Math.max(0, at - pieces.get(i).start());
        return closedUp / Waveform.SAMPLE_RATE;
    }

    /** The closed-up sample at a sample of the recording, or where the next piece behind it begins. */
    long closedUpSample(long recordingSample) {
        for (int i = 0; i < pieces.size(); i++) {
            SampleSpan piece = pieces.get(i);
            if (recordingSample < piece.end()) {
                return starts[i] + Math.max(0, recordingSample - piece.start());
            }
        }
        return samples();
    }

    /** The sample of the recording at a closed-up sample, which must lie in a piece. */
    long recordingSample(long closedUp) {
        int i = pieceAt((double) closedUp, false);
        return pieces.get(i).start() + closedUp - starts[i];
    }

    private int pieceAt(double at, boolean isEnd) {
        int i = 0;
        while (i + 1 < pieces.size() && (isEnd ? at > starts[i + 1] + 1e-3 : at >= starts[i + 1] - 1e-3)) {
            i++;
        }
        return i;
    }
}
