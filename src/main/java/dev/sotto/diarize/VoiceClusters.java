package dev.sotto.diarize;

import dev.sotto.diarize.JoinTree.Join;
import dev.sotto.transcript.Cancellation;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Which pieces are one voice. One use, one thread. */
final class VoiceClusters {
    /** A cluster of less speech is noise, a laugh or a cough, unless more speakers are asked for. */
    private static final double LEAST_SECONDS = 1.5;

    /** Both sides of a join that stands out must have at least this much speech. */
    private static final double JUMP_SECONDS = 3;

    private final double[][] vectors;
    private final double[] weights;
    private final List<Join> joins;
    private final VoiceSpace space;

    /**
     * @param vectors of unit length, one or more
     * @param weights seconds of speech that each stands for
     */
    VoiceClusters(double[][] vectors, double[] weights, VoiceSpace space, Cancellation cancellation) {
        this.vectors = vectors;
        this.weights = weights;
        this.space = space;
        this.joins = JoinTree.of(vectors, cancellation);
    }

    /** As many clusters as there seem to be, but within the bounds, as far as there are vectors. */
    Labels within(SpeakerBounds bounds) {
        Labels whole = Labels.cut(vectors.length, joins, applied(threshold()));
        Labels labels = withoutSmall(whole);
        if (labels.count() < bounds.min()) {
            labels = atLeast(bounds.min(), whole, labels);
        }
        return atMost(bounds.max(), labels);
    }

    /** The distance at which the tree is cut: lower where one join of two long clusters stands out from all before it. */
    double threshold() {
        double[] seconds = weights.clone();
        double top = 0;
        for (Join join : joins) {
            double distance = join.distance();
            if (distance > space.threshold()) {
                break;
            }
            boolean standsOut = distance > space.jumpFrom()
                    && distance - top >= space.jumpRise()
                    && Math.min(seconds[join.first()], seconds[join.second()]) >= JUMP_SECONDS;
            if (standsOut) {
                return (top + distance) / 2;
            }
            top = Math.max(top, distance);
            seconds[join.first()] += seconds[join.second()];
        }
        return space.threshold();
    }

    /** Joins up to a distance, and on from there as long as more long clusters are left than are ever separated. */
    private int applied(double threshold) {
        int[] longClusters = longClusters(LEAST_SECONDS);
        int applied = 0;
        while (applied < joins.size()
                && (joins.get(applied).distance() <= threshold || longClusters[applied] > SpeakerBounds.COUNT_MAX)) {
            applied++;
        }
        return applied;
    }

    /** For each number of joins that are applied: how many clusters have at least so many seconds. */
    private int[] longClusters(double least) {
        int[] counts = new int[joins.size() + 1];
        double[] seconds = weights.clone();
        int count = (int) Arrays.stream(seconds).filter(each -> each >= least).count();
        counts[0] = count;
        for (int i = 0; i < joins.size(); i++) {
            Join join = joins.get(i);
            count -= seconds[join.first()] >= least ? 1 : 0;
            count -= seconds[join.second()] >= least ? 1 : 0;
            seconds[join.first()] += seconds[join.second()];
            count += seconds[join.first()] >= least ? 1 : 0;
            counts[i + 1] = count;
        }
        return counts;
    }

    private Labels withoutSmall(Labels labels) {
        double[] seconds = labels.sums(weights);
        boolean[] kept = new boolean[seconds.length];
        int heaviest = 0;
        boolean any = false;
        for (int k = 0; k < seconds.length; k++) {
            kept[k] = seconds[k] >= LEAST_SECONDS;
            any |= kept[k];
            heaviest = seconds[k] > seconds[heaviest] ? k : heaviest;
        }
        kept[heaviest] |= !any;
        return labels.keeping(kept, vectors, weights);
    }

    /** First the small clusters of the same cut come back, then the tree is cut lower. */
    private Labels atLeast(int min, Labels whole, Labels labels) {
        if (whole.count() >= min) {
            return heaviest(min, whole);
        }
        for (double need : new double[] {LEAST_SECONDS, LEAST_SECONDS / 2, 0}) {
            int[] enough = longClusters(need);
            for (int clusters = min; clusters <= vectors.length; clusters++) {
                int applied = vectors.length - clusters;
                if (enough[applied] >= min) {
                    return heaviest(min, Labels.cut(vectors.length, joins, applied));
                }
            }
        }
        return labels;
    }

    private Labels heaviest(int count, Labels labels) {
        double[] seconds = labels.sums(weights);
        boolean[] kept = new boolean[seconds.length];
        IntStream.range(0, seconds.length)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer k) -> -seconds[k]))
                .limit(count)
                .forEach(k -> kept[k] = true);
        return labels.keeping(kept, vectors, weights);
    }

    /**
     * Joins the two whose union costs least, where much speech is dear: two true voices stay apart longer than a voice and
     * its own remnant.
     */
    private Labels atMost(int max, Labels labels) {
        Labels left = labels;
        while (left.count() > max) {
            double[] seconds = left.sums(weights);
            double[][] centroids = left.centroids(vectors, weights);
            int[] best = {0, 1};
            double least = Double.POSITIVE_INFINITY;
            for (int i = 0; i < seconds.length; i++) {
                for (int j = i + 1; j < seconds.length; j++) {
                    double cost = seconds[i]
                            * seconds[j]
                            / (seconds[i] + seconds[j])
                            * (1 - Vectors.dot(centroids[i], centroids[j]));
                    if (cost < least) {
                        least = cost;
                        best = new int[] {i, j};
                    }
                }
            }
            left = left.joining(best[0], best[1]);
        }
        return left;
    }
}
