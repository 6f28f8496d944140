package dev.sotto.pipeline;

import dev.sotto.transcript.Segment;
import dev.sotto.transcript.Word;
import java.util.List;
import java.util.Optional;

/**
 * Throws out segments that nobody spoke: words too short, too long or too improbable, with silence around them. Needs
 * word times.
 *
 * <p>Follows the part for hallucination_silence_threshold of transcribe() in whisper/transcribe.py (openai/whisper, MIT).
 *
 * @param thresholdSeconds silence from which on it is skipped together with what was made up in it
 */
record SilenceSkip(double thresholdSeconds) {
    private static final String PUNCTUATION = "\"'“¿([{-\"'.。,，!！?？:：”)]}、";
    private static final int WORDS_JUDGED = 8;
    private static final double PROBABILITY_MIN = 0.15;
    private static final double WORD_SECONDS_MIN = 0.133;
    private static final double WORD_SECONDS_MAX = 2.0;
    private static final double EDGE_SECONDS = 2.0;

    /**
     * What is left of a window.
     *
     * @param segments that stay
     * @param nextSeek frame at which the next window begins
     * @param redone whether the window was given up to be decoded again from {@code nextSeek} on
     */
    record Verdict(List<Segment> segments, int nextSeek, boolean redone) {}

    /**
     * Judges one window.
     *
     * @param verdict what holds if there is nothing to skip
     * @param endsInSilence whether the window's last timestamp says that nothing follows
     */
    Verdict judge(Verdict verdict, WindowPlace place, boolean endsInSilence) {
        List<Segment> segments = verdict.segments();
        int nextSeek = endsInSilence ? verdict.nextSeek() : behindLastWord(segments, place, verdict.nextSeek());
        Optional<Segment> first = firstWithWords(segments, 0);
        if (first.isPresent() && isAnomalous(first.get())) {
            double gap = first.get().startSeconds() - place.startSeconds();
            if (gap > thresholdSeconds) {
                return new Verdict(List.of(), place.seek() + WindowPlace.frames(gap), true);
            }
        }
        return cut(new Verdict(segments, nextSeek, false), place);
    }

    private int behindLastWord(List<Segment> segments, WindowPlace place, int otherwise) {
        double end = lastEnd(segments);
        if (!(end > place.startSeconds())) {
            return otherwise;
        }
        boolean silentEnd = place.wholeEndSeconds() - end > thresholdSeconds;
        return silentEnd ? WindowPlace.frames(end) : place.seek() + place.frames();
    }

    /** Drops everything from the first segment on that is surrounded by silence or by more of its kind. */
    private Verdict cut(Verdict verdict, WindowPlace place) {
        List<Segment> segments = verdict.segments();
        double lastEnd = place.lastSpeechSeconds();
        for (int i = 0; i < segments.size(); i++) {
            Segment segment = segments.get(i);
            if (segment.words().isEmpty()) {
                continue;
            }
            if (isAnomalous(segment)
                    && isSilentBefore(segment, place, lastEnd)
                    && isSilentBehind(segment, place, firstWithWords(segments, i + 1))) {
                int seek = WindowPlace.frames(Math.max(place.startSeconds() + 1, segment.startSeconds()));
                boolean isLast = place.contentSeconds() - segment.endSeconds() < thresholdSeconds;
                return new Verdict(segments.subList(0, i), isLast ? place.contentFrames() : seek, false);
            }
            lastEnd = segment.endSeconds();
        }
        return verdict;
    }

    private boolean isSilentBefore(Segment segment, WindowPlace place, double lastEnd) {
        return segment.startSeconds() - lastEnd > thresholdSeconds
                || segment.startSeconds() < thresholdSeconds
                || segment.startSeconds() - place.startSeconds() < EDGE_SECONDS;
    }

    private boolean isSilentBehind(Segment segment, WindowPlace place, Optional<Segment> next) {
        double nextStart =
                next.map(other -> other.words().get(0).startSeconds()).orElse(place.endSeconds());
        return nextStart - segment.endSeconds() > thresholdSeconds
                || next.filter(SilenceSkip::isAnomalous).isPresent()
                || place.wholeEndSeconds() - segment.endSeconds() < EDGE_SECONDS;
    }

    /** Whether the first words of a segment with words look made up. */
    static boolean isAnomalous(Segment segment) {
        List<Word> judged = segment.words().stream()
                .filter(word -> !PUNCTUATION.contains(word.text()))
                .limit(WORDS_JUDGED)
                .toList();
        double score = judged.stream().mapToDouble(SilenceSkip::anomaly).sum();
        return score >= 3 || score + 0.01 >= judged.size();
    }

    private static double anomaly(Word word) {
        double seconds = word.endSeconds() - word.startSeconds();
        double score = word.probability() < PROBABILITY_MIN ? 1 : 0;
        if (seconds < WORD_SECONDS_MIN) {
            score += (WORD_SECONDS_MIN - seconds) * 15;
        }
        if (seconds > WORD_SECONDS_MAX) {
            score += seconds - WORD_SECONDS_MAX;
        }
        return score;
    }

    private static Optional<Segment> firstWithWords(List<Segment> segments, int from) {
        return segments.subList(from, segments.size()).stream()
                .filter(segment -> !segment.words().isEmpty())
                .findFirst();
    }

    /** End of the last word; of the last segment where there are no words; NaN where there are no segments. */
    static double lastEnd(List<Segment> segments) {
        for (int i = segments.size() - 1; i >= 0; i--) {
            List<Word> words = segments.get(i).words();
            if (!words.isEmpty()) {
                return words.get(words.size() - 1).endSeconds();
            }
        }
        return segments.isEmpty()
                ? Double.NaN
                : segments.get(segments.size() - 1).endSeconds();
    }
}
