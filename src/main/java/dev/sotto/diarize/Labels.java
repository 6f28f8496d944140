package dev.sotto.diarize;

import dev.sotto.diarize.JoinTree.Join;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Which cluster each vector is in. Clusters are numbered from 0 in the order of their first member. Immutable.
 */
final class Labels {
    private final int[] numbers;
    private final int count;

    /** @param names any numbers, equal ones for one cluster */
    Labels(int[] names) {
        numbers = new int[names.length];
        int[] known = new int[Arrays.stream(names).max().orElse(0) + 1];
        int next = 0;
        for (int i = 0; i < names.length; i++) {
            if (known[names[i]] == 0) {
                known[names[i]] = ++next;
            }
            numbers[i] = known[names[i]] - 1;
        }
        count = next;
    }

    /** What the first {@code applied} joins leave of so many vectors. */
    static Labels cut(int vectors, List<Join> joins, int applied) {
        int[] parent = new int[vectors];
        Arrays.setAll(parent, i -> i);
        for (Join join : joins.subList(0, applied)) {
            parent[join.second()] = join.first();
        }
        // A cluster goes by its smallest number, so whatever a parent points to has been resolved before.
        for (int i = 0; i < vectors; i++) {
            parent[i] = parent[parent[i]];
        }
        return new Labels(parent);
    }

    int count() {
        return count;
    }

    int of(int vector) {
        return numbers[vector];
    }

    int[] numbers() {
        return numbers.clone();
    }

    double[] sums(double[] weights) {
        double[] sums = new double[count];
        for (int i = 0; i < numbers.length; i++) {
            sums[numbers[i]] += weights[i];
        }
        return sums;
    }

    /** Unit vectors of the weighted sums of the members. */
    double[][] centroids(double[][] vectors, double[] weights) {
        double[][] centroids = new double[count][vectors[0].length];
        for (int i = 0; i < numbers.length; i++) {
            Vectors.addTimes(centroids[numbers[i]], weights[i], vectors[i]);
        }
        for (double[] centroid : centroids) {
            Vectors.unit(centroid);
        }
        return centroids;
    }

    /** Members of clusters that are not kept go, each for itself, to the most similar kept one. */
    Labels keeping(boolean[] kept, double[][] vectors, double[] weights) {
        double[][] all = centroids(vectors, weights);
        int[] places = IntStream.range(0, count).filter(k -> kept[k]).toArray();
        double[][] keptCentroids = Arrays.stream(places).mapToObj(k -> all[k]).toArray(double[][]::new);
        int[] names = numbers.clone();
        for (int i = 0; i < names.length; i++) {
            if (!kept[names[i]]) {
                names[i] = places[Vectors.nearest(vectors[i], keptCentroids)];
            }
        }
        return new Labels(names);
    }

    /** Two clusters become one. */
    Labels joining(int first, int second) {
        int[] names = numbers.clone();
        for (int i = 0; i < names.length; i++) {
            names[i] = names[i] == second ? first : names[i];
        }
        return new Labels(names);
    }
}
