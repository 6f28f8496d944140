package dev.sotto.diarize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sotto.diarize.JoinTree.Join;
import dev.sotto.transcript.Cancellation;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The tree against a slow one that follows the definition, and in blocks against the whole. */
class JoinTreeTest {
    private static final int SIZE = 64;

    @Test
    void joins_are_those_of_the_definition() {
        for (int seed = 1; seed <= 20; seed++) {
            double[][] vectors = voices(40, 5, seed);
            List<Join> joins = JoinTree.of(vectors, new Cancellation());
            List<Join> expected = byDefinition(vectors);
            assertThat(joins).hasSize(39);
            for (int i = 0; i < 39; i++) {
                assertThat(joins.get(i).first()).isEqualTo(expected.get(i).first());
                assertThat(joins.get(i).second()).isEqualTo(expected.get(i).second());
                assertThat(joins.get(i).distance()).isCloseTo(expected.get(i).distance(), within(1e-9));
            }
        }
    }

    /** Distances without a first among equals: the smaller numbers win. */
    @Test
    void of_equal_distances_the_smaller_numbers_are_joined_first() {
        double[][] vectors = new double[6][SIZE];
        for (int i = 0; i < 6; i++) {
            vectors[i][i / 2] = 1;
        }
        List<Join> joins = JoinTree.of(vectors, new Cancellation());
        assertThat(joins)
                .containsExactly(
                        new Join(0, 1, 0), new Join(2, 3, 0), new Join(4, 5, 0), new Join(0, 2, 1), new Join(0, 4, 1));
    }

    @Test
    void blocks_give_the_clusters_of_the_whole_where_voices_are_apart() {
        double[][] vectors = voices(600, 7, 3);
        List<Join> whole = JoinTree.of(vectors, new Cancellation());
        for (int blocks : new int[] {300, 100, 41, 20}) {
            List<Join> joins = JoinTree.of(vectors, blocks, new Cancellation());
            assertThat(joins).as("blocks of %d", blocks).hasSize(599);
            assertThat(Labels.cut(600, joins, 593).numbers())
                    .as("blocks of %d", blocks)
                    .isEqualTo(Labels.cut(600, whole, 593).numbers());
            assertThat(joins.get(598).distance()).isCloseTo(whole.get(598).distance(), within(0.02));
        }
    }

    /** Nothing is alike, so blocks are joined farther than they should be; it must end all the same. */
    @Test
    void blocks_of_vectors_that_are_all_different_still_become_one_tree() {
        double[][] vectors = voices(500, 500, 9);
        List<Join> joins = JoinTree.of(vectors, 20, new Cancellation());
        assertThat(joins).hasSize(499);
        assertThat(Labels.cut(500, joins, 499).count()).isEqualTo(1);
        for (int applied = 0; applied < 499; applied++) {
            assertThat(Labels.cut(500, joins, applied).count()).isEqualTo(500 - applied);
        }
    }

    /** Vectors of so many voices, in turns and with noise. */
    private static double[][] voices(int count, int voices, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[][] centers = new double[voices][SIZE];
        for (double[] center : centers) {
            noise(center, 1, random);
        }
        double[][] vectors = new double[count][];
        for (int i = 0; i < count; i++) {
            vectors[i] = centers[i % voices].clone();
            noise(vectors[i], 0.2, random);
            Vectors.unit(vectors[i]);
        }
        return vectors;
    }

    private static void noise(double[] vector, double strength, SplittableRandom random) {
        for (int i = 0; i < vector.length; i++) {
            vector[i] += strength * (random.nextDouble() - 0.5);
        }
    }

    private static List<Join> byDefinition(double[][] vectors) {
        List<List<Integer>> clusters = new ArrayList<>();
        for (int i = 0; i < vectors.length; i++) {
            clusters.add(new ArrayList<>(List.of(i)));
        }
        List<Join> joins = new ArrayList<>();
        while (clusters.size() > 1) {
            int a = 0;
            int b = 1;
            double least = Double.POSITIVE_INFINITY;
            for (int i = 0; i < clusters.size(); i++) {
                for (int j = i + 1; j < clusters.size(); j++) {
                    double mean = mean(vectors, clusters.get(i), clusters.get(j));
                    if (mean < least - 1e-12) {
                        least = mean;
                        a = i;
                        b = j;
                    }
                }
            }
            joins.add(new Join(clusters.get(a).get(0), clusters.get(b).get(0), least));
            clusters.get(a).addAll(clusters.remove(b));
        }
        return joins;
    }

    private static double mean(double[][] vectors, List<Integer> a, List<Integer> b) {
        double sum = 0;
        for (int i : a) {
            for (int j : b) {
                sum += 1 - Vectors.dot(vectors[i], vectors[j]);
            }
        }
        return sum / a.size() / b.size();
    }
}
