package dev.sotto.whisper.word;

import dev.sotto.transcript.Segment;
import dev.sotto.transcript.Word;
import dev.sotto.whisper.mel.Frames;
import java.util.ArrayList;
import java.util.List;

/**
 * Deals a window's words out to its segments, and moves both where they contradict each other: a word behind a pause
 * does not fill it, and a segment begins and ends with its words. Immutable.
 *
 * <p>Follows the second half of add_word_timestamps in whisper/timing.py (openai/whisper, MIT).
 */
public final class SegmentWords {
    /** A segment's own time is believed over its word's where they are further apart. */
    private static final double DISAGREEMENT_SECONDS = 0.5;

    private final WordSplitter splitter;
    private final Punctuation punctuation;
    private final int endOfText;

    public SegmentWords(WordSplitter splitter, Punctuation punctuation, int endOfText) {
        this.splitter = splitter;
        this.punctuation = punctuation;
        this.endOfText = endOfText;
    }

    /** The text tokens of all segments, in order: what is to be aligned. */
    public List<Integer> text(List<Segment> segments) {
        return segments.stream()
                .flatMap(segment -> segment.tokens().stream())
                .filter(token -> token < endOfText)
                .toList();
    }

    /**
     * The same segments with words.
     *
     * @param segments of one window, with all their tokens
     * @param alignment of {@link #text} in this window
     * @param lastSpeechSeconds where the last word before this window ended; 0 if there was none
     */
    public List<Segment> deal(List<Segment> segments, TokenAlignment alignment, double lastSpeechSeconds) {
        WindowWords window = WindowWords.of(splitter.split(text(segments)), alignment, punctuation);
        List<Segment> dealt = new ArrayList<>();
        double lastSpeech = lastSpeechSeconds;
        int next = 0;
        for (Segment segment : segments) {
            long tokens =
                    segment.tokens().stream().filter(token -> token < endOfText).count();
            int from = next;
            for (long taken = 0; next < window.words().size() && taken < tokens; next++) {
                taken += window.words().get(next).tokenCount();
            }
            Segment timed = timed(segment, window, window.words().subList(from, next), lastSpeech);
            lastSpeech = timed.words().isEmpty() ? lastSpeech : timed.endSeconds();
            dealt.add(timed);
        }
        return dealt;
    }

    private static Segment timed(Segment segment, WindowWords window, List<TimedWord> part, double lastSpeech) {
        double offset = (double) segment.seekFrames() / Frames.PER_SECOND;
        List<Word> words = new ArrayList<>();
        for (TimedWord word : part) {
            if (!word.text().isEmpty()) {
                words.add(new Word(
                        word.text(),
                        hundredths(offset + word.startSeconds()),
                        hundredths(offset + word.endSeconds()),
                        word.probability()));
            }
        }
        if (words.isEmpty()) {
            return segment.timed(segment.startSeconds(), segment.endSeconds(), words);
        }
        shortenBehindPause(words, window, lastSpeech);
        double start = start(segment, words, window.medianSeconds());
        double end = end(segment, words, window.medianSeconds());
        return segment.timed(start, end, words);
    }

    /** As numpy rounds to two places. */
    private static double hundredths(double seconds) {
        return Math.rint(seconds * 100) / 100;
    }

    /** Behind a pause neither of the first two words is longer than two usual ones. */
    private static void shortenBehindPause(List<Word> words, WindowWords window, double lastSpeech) {
        double max = window.maxSeconds();
        Word first = words.get(0);
        Word second = words.size() > 1 ? words.get(1) : null;
        boolean behindPause = first.endSeconds() - lastSpeech > window.medianSeconds() * 4;
        boolean tooLong = first.endSeconds() - first.startSeconds() > max
                || (second != null && second.endSeconds() - first.startSeconds() > max * 2);
        if (!behindPause || !tooLong) {
            return;
        }
        double end = first.endSeconds();
        if (second != null && second.endSeconds() - second.startSeconds() > max) {
            end = Math.max(second.endSeconds() / 2, second.endSeconds() - max);
            words.set(1, moved(second, end, second.endSeconds()));
        }
        words.set(0, moved(first, Math.max(0, end - max), end));
    }

    /** Returns the segment's start; moves the first word where the segment is believed. */
    private static double start(Segment segment, List<Word> words, double median) {
        Word first = words.get(0);
        double start = segment.startSeconds();
        if (start < first.endSeconds() && start - DISAGREEMENT_SECONDS > first.startSeconds()) {
            double wordStart = Math.max(0, Math.min(first.endSeconds() - median, start));
            words.set(0, moved(first, wordStart, first.endSeconds()));
            return start;
        }
        return first.startSeconds();
    }

    /** Returns the segment's end; moves the last word where the segment is believed. */
    private static double end(Segment segment, List<Word> words, double median) {
        int lastIndex = words.size() - 1;
        Word last = words.get(lastIndex);
        double end = segment.endSeconds();
        if (end > last.startSeconds() && end + DISAGREEMENT_SECONDS < last.endSeconds()) {
            words.set(lastIndex, moved(last, last.startSeconds(), Math.max(last.startSeconds() + median, end)));
            return end;
        }
        return last.endSeconds();
    }

    private static Word moved(Word word, double start, double end) {
        return new Word(word.text(), start, end, word.probability());
    }
}
