package dev.sotto.diarize;

import dev.sotto.transcript.Cancellation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * All joins of vectors from the bottom up: always the two clusters with the least mean cosine distance between their
 * members (average linkage). A cluster goes by its first member's number.
 *
 * <p>The distances of n vectors are n² / 2 numbers. Above {@value #WHOLE_MAX} vectors, blocks of that many are joined for
 * themselves as long as their distances are small, and then the clusters of all blocks with each other. Since the mean
 * distance of two clusters follows from the means of their members alone, that second tree is exact: only what lies in two
 * blocks is joined later than it would be. Never more than 64 MB of distances.
 */
final class JoinTree {
    /** Vectors whose distances are held at once: about an hour of talk. */
    static final int WHOLE_MAX = 4000;

    /** Up to here a block is joined for itself: far below the distance of two voices. */
    private static final double BLOCK_DISTANCE = 0.45;

    private JoinTree() {}

    /**
     * Two clusters become one, which goes by the number of the first.
     *
     * @param first the smaller number
     * @param distance mean cosine distance, within [0, 2]
     */
    record Join(int first, int second, double distance) {}

    /**
     * One join less than there are vectors.
     *
     * @param vectors of unit length
     */
    static List<Join> of(double[][] vectors, Cancellation cancellation) {
        return of(vectors, WHOLE_MAX, cancellation);
    }

    static List<Join> of(double[][] vectors, int wholeMax, Cancellation cancellation) {
        int[] names = new int[vectors.length];
        Arrays.setAll(names, i -> i);
        int[] sizes = new int[vectors.length];
        Arrays.fill(sizes, 1);
        List<Join> joins = new ArrayList<>();
        Clusters clusters = new Clusters(vectors, sizes, names);
        while (clusters.names.length > wholeMax) {
            clusters = joinBlocks(clusters, wholeMax, joins, cancellation);
        }
        joins.addAll(joinAll(clusters, 0, clusters.names.length, cancellation));
        return joins;
    }

    /** @param means of the members, not of unit length */
    @SuppressWarnings("ArrayRecordComponent") // a pass over the arrays; equality is never asked for
    private record Clusters(double[][] means, int[] sizes, int[] names) {}

    /**
     * Adds the joins in the order of their distance, and returns what is left: at most three quarters of what there was, if
     * need be by joins of clusters that are less alike.
     */
    private static Clusters joinBlocks(Clusters clusters, int size, List<Join> joins, Cancellation cancellation) {
        int count = clusters.names.length;
        List<List<Join>> ofBlocks = new ArrayList<>();
        for (int from = 0; from < count; from += size) {
            ofBlocks.add(joinAll(clusters, from, Math.min(count, from + size), cancellation));
        }
        long alike = ofBlocks.stream()
                .flatMap(List::stream)
                .filter(join -> join.distance() <= BLOCK_DISTANCE)
                .count();
        List<Join> made = new ArrayList<>();
        List<Double> order = new ArrayList<>();
        for (List<Join> block : ofBlocks) {
            int least = 4 * alike < count ? block.size() / 2 + 1 : 0;
            double highest = 0;
            for (Join join : block) {
                if (join.distance() > BLOCK_DISTANCE && least <= 0) {
                    break;
                }
                least--;
                highest = Math.max(highest, join.distance());
                made.add(join);
                order.add(highest);
            }
        }
        Integer[] sorted = new Integer[made.size()];
        Arrays.setAll(sorted, i -> i);
        Arrays.sort(sorted, Comparator.comparing(order::get));
        for (int i : sorted) {
            joins.add(made.get(i));
        }
        return joined(clusters, made);
    }

    private static Clusters joined(Clusters clusters, List<Join> made) {
        int last = Arrays.stream(clusters.names).max().orElseThrow();
        int[] place = new int[last + 1];
        for (int i = 0; i < clusters.names.length; i++) {
            place[clusters.names[i]] = i;
        }
        double[][] means = clusters.means.clone();
        int[] sizes = clusters.sizes.clone();
        boolean[] gone = new boolean[means.length];
        for (Join join : made) {
            int a = place[join.first()];
            int b = place[join.second()];
            double[] mean = new double[means[a].length];
            double all = sizes[a] + sizes[b];
            Vectors.addTimes(mean, sizes[a] / all, means[a]);
            Vectors.addTimes(mean, sizes[b] / all, means[b]);
            means[a] = mean;
            sizes[a] += sizes[b];
            gone[b] = true;
        }
        int[] left = IntStream.range(0, gone.length).filter(i -> !gone[i]).toArray();
        double[][] leftMeans = Arrays.stream(left).mapToObj(i -> means[i]).toArray(double[][]::new);
        int[] leftSizes = Arrays.stream(left).map(i -> sizes[i]).toArray();
        return new Clusters(
                leftMeans,
                leftSizes,
                Arrays.stream(left).map(i -> clusters.names[i]).toArray());
    }

    private static List<Join> joinAll(Clusters clusters, int from, int to, Cancellation cancellation) {
        int count = to - from;
        if (count < 2) {
            return List.of();
        }
        DistanceTable table = new DistanceTable(Arrays.copyOfRange(clusters.means, from, to), cancellation);
        int[] sizes = Arrays.copyOfRange(clusters.sizes, from, to);
        List<Join> joins = new ArrayList<>(count - 1);
        for (int left = count; left > 1; left--) {
            Cancelled.throwIf(cancellation);
            int first = table.closest();
            int second = table.partner(first);
            joins.add(new Join(clusters.names[from + first], clusters.names[from + second], table.get(first, second)));
            table.join(first, second, sizes[first], sizes[second]);
            sizes[first] += sizes[second];
        }
        return joins;
    }
}
