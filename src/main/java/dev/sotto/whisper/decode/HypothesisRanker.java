package dev.sotto.whisper.decode;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Which hypothesis of a window wins. Follows BeamSearchDecoder.finalize and MaximumLikelihoodRanker.rank in
 * whisper/decoding.py (openai/whisper, MIT).
 */
public record HypothesisRanker(DecodingSearch search) {
    /**
     * The best one; of equal ones the first.
     *
     * @param ended those that a beam search has seen to their end, in that order
     * @param rows where each row stands; not empty
     */
    public Hypothesis best(List<Hypothesis> ended, List<Hypothesis> rows) {
        Hypothesis best = null;
        for (Hypothesis candidate : candidates(ended, rows)) {
            best = best == null || score(candidate) > score(best) ? candidate : best;
        }
        if (best == null) {
            throw new IllegalArgumentException("no hypothesis; expected one a row at least");
        }
        return best;
    }

    /** Every candidate with the score it is ranked by, in the order in which they are compared. */
    public List<Hypothesis> candidates(List<Hypothesis> ended, List<Hypothesis> rows) {
        if (!search.beams()) {
            return rows;
        }
        // A search that ran out of room keeps what has not ended, the best first, until there are as many as beams.
        List<Hypothesis> candidates = new ArrayList<>(ended);
        rows.stream()
                .sorted(Comparator.comparingDouble(Hypothesis::logProbability).reversed())
                .limit(Math.max(0, search.width() - ended.size()))
                .forEach(candidates::add);
        return candidates;
    }

    /** What the hypotheses are compared by. An empty one, which the reference cannot rank, counts as one token. */
    public double score(Hypothesis hypothesis) {
        int length = Math.max(1, hypothesis.tokens().size());
        double penalty = search.lengthPenalty().isPresent()
                ? Math.pow((5.0 + length) / 6, search.lengthPenalty().getAsDouble())
                : length;
        return hypothesis.logProbability() / penalty;
    }
}
