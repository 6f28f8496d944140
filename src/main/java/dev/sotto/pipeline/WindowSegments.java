package dev.sotto.pipeline;

import dev.sotto.whisper.decode.DecodingResult;
import dev.sotto.whisper.mel.Frames;
import java.util.ArrayList;
import java.util.List;

/**
 * A window's tokens cut at pairs of timestamps, and how far the window carries.
 *
 * <p>Follows the middle of transcribe() in whisper/transcribe.py (openai/whisper, MIT).
 *
 * @param spans in order
 * @param advanceFrames from the window's first frame to the next window's
 * @param endsInSilence whether the last timestamp stands alone, which says that no speech follows it in this window
 */
record WindowSegments(List<Span> spans, int advanceFrames, boolean endsInSilence) {
    /**
     * @param startSeconds from the window's first frame
     * @param endSeconds from the window's first frame
     */
    record Span(double startSeconds, double endSeconds, List<Integer> tokens) {}

    /**
     * Cuts the tokens of one window.
     *
     * @param windowFrames of audio in the window
     * @param timestampBegin id of the timestamp 0.00
     * @param framesPerTimestamp frames between two timestamps
     */
    static WindowSegments of(DecodingResult result, int windowFrames, int timestampBegin, int framesPerTimestamp) {
        Cutter cutter = new Cutter(result.tokens(), timestampBegin, framesPerTimestamp);
        List<Integer> cuts = cutter.pairs();
        return cuts.isEmpty() ? cutter.whole(windowFrames) : cutter.cutAt(cuts, windowFrames);
    }

    private record Cutter(List<Integer> tokens, int timestampBegin, int framesPerTimestamp) {
        boolean isTimestamp(int index) {
            return index >= 0 && tokens.get(index) >= timestampBegin;
        }

        /** Indices of timestamps that follow a timestamp. */
        List<Integer> pairs() {
            List<Integer> pairs = new ArrayList<>();
            for (int i = 1; i < tokens.size(); i++) {
                if (isTimestamp(i - 1) && isTimestamp(i)) {
                    pairs.add(i);
                }
            }
            return pairs;
        }

        /** One timestamp at the end says that no speech follows it in this window. */
        boolean endsWithSingleTimestamp() {
            int last = tokens.size() - 1;
            return last >= 1 && isTimestamp(last) && !isTimestamp(last - 1);
        }

        WindowSegments cutAt(List<Integer> pairs, int windowFrames) {
            List<Integer> cuts = new ArrayList<>(pairs);
            if (endsWithSingleTimestamp()) {
                cuts.add(tokens.size());
            }
            List<Span> spans = new ArrayList<>();
            int from = 0;
            for (int to : cuts) {
                List<Integer> part = tokens.subList(from, to);
                spans.add(new Span(seconds(part.get(0)), seconds(part.get(part.size() - 1)), part));
                from = to;
            }
            // An unfinished segment at the end is decoded again in the next window.
            int advance = endsWithSingleTimestamp() ? windowFrames : frames(tokens.get(from - 1));
            return new WindowSegments(spans, advance, endsWithSingleTimestamp());
        }

        WindowSegments whole(int windowFrames) {
            double end = (double) windowFrames / Frames.PER_SECOND;
            for (int i = tokens.size() - 1; i >= 0; i--) {
                if (isTimestamp(i)) {
                    end = tokens.get(i) == timestampBegin ? end : seconds(tokens.get(i));
                    break;
                }
            }
            return new WindowSegments(List.of(new Span(0, end, tokens)), windowFrames, endsWithSingleTimestamp());
        }

        int frames(int timestamp) {
            return (timestamp - timestampBegin) * framesPerTimestamp;
        }

        double seconds(int timestamp) {
            return (timestamp - timestampBegin) * ((double) framesPerTimestamp / Frames.PER_SECOND);
        }
    }
}
