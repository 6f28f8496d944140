package dev.sotto.pipeline;

import dev.sotto.audio.Waveform;
import dev.sotto.transcript.Segment;
import dev.sotto.transcript.Word;
import dev.sotto.vad.SampleSpan;
import dev.sotto.whisper.token.WhisperTokenizer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where silence was cut out of a decoded part, and segments and words that do not reach over such a place: the network hears
 * no pause there, so its times do not respect it. Times are the part's own. Immutable.
 *
 * @param starts closed-up seconds at which a stretch of speech begins behind silence of more than a second; the first is 0
 * @param end of the part, in seconds
 */
record SilentCuts(List<Double> starts, double end) {
    private static final long SILENT_SAMPLES_MIN = Waveform.SAMPLE_RATE;

    /** Less than this on the other side of a cut is imprecision of the network's times. */
    private static final double TOLERANCE_SECONDS = 0.25;

    static SilentCuts of(SpeechTimestampsMap pieces, SampleSpan part) {
        List<Double> starts = new ArrayList<>();
        starts.add(0.0);
        List<SampleSpan> list = pieces.list();
        for (int i = 1; i < list.size(); i++) {
            boolean silent = list.get(i).start() - list.get(i - 1).end() > SILENT_SAMPLES_MIN;
            long at = pieces.start(i);
            if (silent && at > part.start() && at < part.end()) {
                starts.add((double) (at - part.start()) / Waveform.SAMPLE_RATE);
            }
        }
        return new SilentCuts(List.copyOf(starts), (double) part.length() / Waveform.SAMPLE_RATE);
    }

    /** Whether any of the segments says something on both sides of a cut. */
    boolean crossedBy(List<Segment> segments) {
        return starts.size() > 1 && segments.stream().anyMatch(this::isCrossedBy);
    }

    private boolean isCrossedBy(Segment segment) {
        return stretch(segment.startSeconds() + TOLERANCE_SECONDS) < stretch(segment.endSeconds() - TOLERANCE_SECONDS);
    }

    /** The stretch in which a moment lies; the last one also holds what lies behind the part. */
    private int stretch(double seconds) {
        int found = 0;
        while (found + 1 < starts.size() && seconds >= starts.get(found + 1)) {
            found++;
        }
        return found;
    }

    private double stretchEnd(int stretch) {
        return stretch + 1 < starts.size() ? starts.get(stretch + 1) : end;
    }

    /** Segments without words, each where most of it lies. */
    List<Segment> apart(List<Segment> segments) {
        return starts.size() == 1
                ? segments
                : segments.stream()
                        .map(segment -> within(segment, stretch(middle(segment)), List.of()))
                        .toList();
    }

    /** Segments with words; one that says something in several stretches is split between words. */
    List<Segment> apart(List<Segment> timed, WhisperTokenizer tokenizer) {
        return starts.size() == 1
                ? timed
                : timed.stream()
                        .flatMap(segment -> split(segment, segment, tokenizer))
                        .toList();
    }

    /**
     * Segments without words; one that says something in several stretches is split between words.
     *
     * @param timed the same segments with their words
     */
    List<Segment> apart(List<Segment> segments, List<Segment> timed, WhisperTokenizer tokenizer) {
        List<Segment> apart = new ArrayList<>();
        for (int i = 0; i < segments.size(); i++) {
            if (isCrossedBy(segments.get(i))) {
                split(segments.get(i), timed.get(i), tokenizer)
                        .map(part -> part.timed(part.startSeconds(), part.endSeconds(), List.of()))
                        .forEach(apart::add);
            } else {
                apart.addAll(apart(List.of(segments.get(i))));
            }
        }
        return apart;
    }

    /** @param timed the same segment with its words, if it has any */
    private Stream<Segment> split(Segment segment, Segment timed, WhisperTokenizer tokenizer) {
        List<Word> words = timed.words();
        if (words.isEmpty()) {
            return Stream.of(within(segment, stretch(middle(segment)), List.of()));
        }
        List<Segment> split = new ArrayList<>();
        int to;
        for (int from = 0; from < words.size(); from = to) {
            int stretch = stretch(middle(words.get(from)));
            to = from + 1;
            while (to < words.size() && stretch(middle(words.get(to))) <= stretch) {
                to++;
            }
            List<Word> own = words.subList(from, to);
            double start = from == 0 ? segment.startSeconds() : own.get(0).startSeconds();
            double end = to == words.size()
                    ? segment.endSeconds()
                    : own.get(own.size() - 1).endSeconds();
            Segment part = own.size() == words.size() ? segment : saying(segment, own, tokenizer);
            split.add(within(part.timed(start, end, List.of()), stretch, own));
        }
        return split.stream();
    }

    private static double middle(Segment segment) {
        return (segment.startSeconds() + segment.endSeconds()) / 2;
    }

    private static double middle(Word word) {
        return (word.startSeconds() + word.endSeconds()) / 2;
    }

    private static Segment saying(Segment segment, List<Word> words, WhisperTokenizer tokenizer) {
        StringBuilder text = new StringBuilder();
        words.forEach(word -> text.append(word.text()));
        return segment.saying(text.toString(), tokenizer.encode(text.toString()));
    }

    /** The segment and its words with their times moved into one stretch. */
    private Segment within(Segment segment, int stretch, List<Word> words) {
        double from = starts.get(stretch);
        double to = stretchEnd(stretch);
        List<Word> moved = words.stream()
                .map(word -> new Word(
                        word.text(),
                        clamped(word.startSeconds(), from, to),
                        clamped(word.endSeconds(), from, to),
                        word.probability()))
                .toList();
        return segment.timed(clamped(segment.startSeconds(), from, to), clamped(segment.endSeconds(), from, to), moved);
    }

    private static double clamped(double seconds, double from, double to) {
        return Math.max(from, Math.min(to, seconds));
    }
}
