package dev.sotto.pipeline;

import dev.sotto.audio.Waveform;
import dev.sotto.forcedalign.WordKey;
import dev.sotto.transcript.Segment;
import dev.sotto.transcript.Word;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Moves the edges of a window's words to where their sound begins and ends. The network tells of words too late
 * or too early, listens to the pause behind a word as to the word, and to a short word for too long. So all times are moved by
 * what is known of the network; where two words meet, their letters have a say in how they share their time;
 * and where there is silence between them, one ends before it and the other begins behind it. Immutable.
 */
final class WordEdges {
    private static final int HOP = Waveform.SAMPLE_RATE / 100;
    private static final double FRAMES_PER_SECOND = 100;

    /** Shorter silence is a consonant's. */
    private static final int SILENT_FRAMES_MIN = 6;

    private static final double BELOW_SPEECH_DECIBELS = 40;
    private static final double ABOVE_NOISE_DECIBELS = 6;
    /** With less between noise and speech, loudness tells nothing. */
    private static final double RANGE_DECIBELS_MIN = 20;

    /** Words with less between them meet. */
    private static final double GAP_SECONDS_MAX = 0.06;

    /** How much the letters of two words say of where they meet, and how much the attention does. */
    private static final double LETTERS = 0.4;

    private final boolean[] silent; // for each 10 ms
    private final double lagSeconds;

    private WordEdges(boolean[] silent, double lagSeconds) {
        this.silent = silent;
        this.lagSeconds = lagSeconds;
    }

    /**
     * @param sound of one window
     * @param lagSeconds how late the network tells of words ({@link dev.sotto.whisper.word.AttentionLag})
     */
    static WordEdges of(Waveform sound, double lagSeconds) {
        float[] samples = new float[Math.toIntExact(sound.sampleCount())];
        sound.read(0, samples, 0, samples.length);
        double[] decibels = new double[samples.length / HOP];
        for (int frame = 0; frame < decibels.length; frame++) {
            double sum = 1e-9;
            for (int i = frame * HOP; i < (frame + 1) * HOP; i++) {
                sum += (double) samples[i] * samples[i];
            }
            decibels[frame] = 10 * Math.log10(sum / HOP);
        }
        boolean[] silent = new boolean[decibels.length];
        double[] sorted = decibels.clone();
        Arrays.sort(sorted);
        if (sorted.length > 0) {
            double noise = sorted[sorted.length / 20];
            double speech = sorted[sorted.length * 9 / 10];
            double threshold = Math.max(speech - BELOW_SPEECH_DECIBELS, noise + ABOVE_NOISE_DECIBELS);
            for (int frame = 0; frame < silent.length && speech - noise >= RANGE_DECIBELS_MIN; frame++) {
                silent[frame] = decibels[frame] < threshold;
            }
        }
        return new WordEdges(silent, lagSeconds);
    }

    /** The segments of a window with their words where they are heard, and moved with them. */
    List<Segment> ofSegments(List<Segment> segments) {
        List<Word> words = of(
                segments.stream().flatMap(segment -> segment.words().stream()).toList());
        List<Segment> moved = new ArrayList<>();
        int from = 0;
        for (Segment segment : segments) {
            int to = from + segment.words().size();
            List<Word> own = words.subList(from, to);
            moved.add(
                    own.isEmpty()
                            ? segment
                            : segment.timed(
                                    own.get(0).startSeconds(),
                                    own.get(own.size() - 1).endSeconds(),
                                    own));
            from = to;
        }
        return moved;
    }

    /** The words of a window, in order, where they are heard: each behind the one before it. */
    List<Word> of(List<Word> told) {
        List<Word> words = told.stream().map(this::withoutLag).toList();
        double[] starts = new double[words.size()];
        double[] ends = new double[words.size()];
        for (int i = 0; i < starts.length; i++) {
            double before = i == 0 ? 0 : ends[i - 1];
            double start = i == 0 ? words.get(i).startSeconds() : start(words.get(i - 1), words.get(i));
            double end = i + 1 == starts.length ? words.get(i).endSeconds() : end(words.get(i), words.get(i + 1));
            starts[i] = Math.max(before, start);
            ends[i] = Math.max(starts[i], end);
        }
        for (int i = 0; i <= starts.length && starts.length > 0; i++) {
            double from = i == 0 ? 0 : (starts[i - 1] + ends[i - 1]) / 2;
            double to = i == starts.length ? seconds(silent.length) : (starts[i] + ends[i]) / 2;
            int[] pause = longestSilence(frame(from), frame(to));
            if (pause[1] - pause[0] >= SILENT_FRAMES_MIN) {
                if (i > 0) {
                    ends[i - 1] = Math.max(starts[i - 1], seconds(pause[0]));
                }
                if (i < starts.length) {
                    starts[i] = Math.min(ends[i], seconds(pause[1]));
                }
            }
        }
        List<Word> moved = new ArrayList<>();
        for (int i = 0; i < starts.length; i++) {
            Word word = words.get(i);
            moved.add(new Word(word.text(), starts[i], ends[i], word.probability()));
        }
        return moved;
    }

    private Word withoutLag(Word word) {
        return new Word(
                word.text(), withoutLag(word.startSeconds()), withoutLag(word.endSeconds()), word.probability());
    }

    private double withoutLag(double seconds) {
        return Math.max(0, Math.min(seconds(silent.length), seconds - lagSeconds));
    }

    private static double start(Word before, Word word) {
        return word.startSeconds() - before.endSeconds() < GAP_SECONDS_MAX
                ? meeting(before, word)
                : word.startSeconds();
    }

    private static double end(Word word, Word next) {
        return next.startSeconds() - word.endSeconds() < GAP_SECONDS_MAX ? meeting(word, next) : word.endSeconds();
    }

    private static double meeting(Word one, Word other) {
        double letters = Math.max(1, WordKey.of(one.text()).length());
        double both = letters + Math.max(1, WordKey.of(other.text()).length());
        double byLetters = one.startSeconds() + (other.endSeconds() - one.startSeconds()) * letters / both;
        return (1 - LETTERS) * other.startSeconds() + LETTERS * byLetters;
    }

    private int frame(double seconds) {
        return (int) Math.max(0, Math.min(silent.length, Math.round(seconds * FRAMES_PER_SECOND)));
    }

    private static double seconds(int frame) {
        return frame / FRAMES_PER_SECOND;
    }

    /** First frame and the one behind the last, of the longest silence that lies between two frames. */
    private int[] longestSilence(int from, int to) {
        int[] longest = {from, from};
        int start = from;
        for (int frame = from; frame <= to; frame++) {
            if (frame == to || !silent[frame]) {
                if (frame - start > longest[1] - longest[0]) {
                    longest = new int[] {start, frame};
                }
                start = frame + 1;
            }
        }
        return longest;
    }
}
