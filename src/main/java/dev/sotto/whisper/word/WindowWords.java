package dev.sotto.whisper.word;

import dev.sotto.whisper.word.WordSplitter.Piece;
import java.util.ArrayList;
import java.util.List;

/**
 * The words of one window, timed and repaired, before they are dealt out to its segments.
 *
 * @param words in order, merged ones left empty
 * @param medianSeconds how long a word lasts here, at most 0.7 s; 0 when no word lasts at all
 */
record WindowWords(List<TimedWord> words, double medianSeconds) {
    private static final double POSITIONS_PER_SECOND = 50;
    private static final double MEDIAN_SECONDS_MAX = 0.7;
    private static final String SENTENCE_ENDS = ".。!！?？";

    /** Follows find_alignment and the first half of add_word_timestamps in whisper/timing.py (openai/whisper, MIT). */
    static WindowWords of(List<Piece> pieces, TokenAlignment alignment, Punctuation punctuation) {
        List<TimedWord> words = timed(pieces, alignment);
        double median = medianSeconds(words);
        return new WindowWords(punctuation.merge(cutAtSentenceEnds(words, median)), median);
    }

    double maxSeconds() {
        return 2 * medianSeconds;
    }

    private static List<TimedWord> timed(List<Piece> pieces, TokenAlignment alignment) {
        int[] columns = TimeWarp.firstColumns(alignment.weights(), alignment.rows(), alignment.columns());
        List<TimedWord> words = new ArrayList<>();
        int token = 0;
        for (Piece piece : pieces) {
            int next = token + piece.tokens().size();
            double sum = 0;
            for (int i = token; i < next; i++) {
                sum += alignment.probabilities()[i];
            }
            words.add(new TimedWord(
                    piece.text(),
                    next - token,
                    columns[token] / POSITIONS_PER_SECOND,
                    columns[next] / POSITIONS_PER_SECOND,
                    sum / (next - token)));
            token = next;
        }
        return words;
    }

    private static double medianSeconds(List<TimedWord> words) {
        double[] sorted = words.stream()
                .mapToDouble(TimedWord::seconds)
                .filter(seconds -> seconds != 0)
                .sorted()
                .toArray();
        if (sorted.length == 0) {
            return 0;
        }
        int middle = sorted.length / 2;
        double median = sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return Math.min(MEDIAN_SECONDS_MAX, median);
    }

    /** The network listens to the pause at the end of a sentence too: a word there is no longer than two. */
    private static List<TimedWord> cutAtSentenceEnds(List<TimedWord> words, double median) {
        double max = 2 * median;
        List<TimedWord> cut = new ArrayList<>(words);
        if (median == 0) {
            return cut;
        }
        for (int i = 1; i < cut.size(); i++) {
            TimedWord word = cut.get(i);
            if (word.seconds() > max) {
                if (SENTENCE_ENDS.contains(word.text())) {
                    cut.set(i, word.at(word.startSeconds(), word.startSeconds() + max));
                } else if (SENTENCE_ENDS.contains(cut.get(i - 1).text())) {
                    cut.set(i, word.at(word.endSeconds() - max, word.endSeconds()));
                }
            }
        }
        return cut;
    }
}
