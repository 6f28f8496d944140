package dev.sotto.testing;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * How wrong turns are: the speech that is missed, that is none, and that is somebody else's, over all speech of the truth,
 * with overlaps counted once for each speaker and names matched as well as can be. Exact intervals, the whole recording.
 *
 * @param speech seconds of the truth, those of each speaker added up
 */
public record DiarizationErrorRate(double speech, double falseAlarm, double missed, double confusion) {
    private static final double SHORTEST = 1e-9;

    /** A span of a recording with who speaks it; {@code speaker} is any name. */
    public record Turn(double start, double end, String speaker) {}

    /** Percent; 0 where neither side has speech. */
    public double percent() {
        double wrong = falseAlarm + missed + confusion;
        return speech == 0 ? (wrong == 0 ? 0 : Double.POSITIVE_INFINITY) : 100 * wrong / speech;
    }

    /**
     * Compares turns with the truth.
     *
     * @param end of the recording, seconds
     * @param collar left out on each side of each edge of the truth, seconds
     */
    public static DiarizationErrorRate of(List<Turn> truth, List<Turn> found, double end, double collar) {
        List<Interval> intervals = intervals(truth, found, end, collar);
        Map<String, String> names = match(intervals);
        double[] sums = new double[4];
        for (Interval interval : intervals) {
            int real = interval.truth.size();
            int heard = interval.found.size();
            long right = interval.found.stream()
                    .filter(name -> interval.truth.contains(names.getOrDefault(name, "")))
                    .count();
            sums[0] += interval.seconds * real;
            sums[1] += interval.seconds * Math.max(0, heard - real);
            sums[2] += interval.seconds * Math.max(0, real - heard);
            sums[3] += interval.seconds * (Math.min(real, heard) - right);
        }
        return new DiarizationErrorRate(sums[0], sums[1], sums[2], sums[3]);
    }

    private record Interval(double seconds, List<String> truth, List<String> found) {}

    private static List<Interval> intervals(List<Turn> truth, List<Turn> found, double end, double collar) {
        TreeSet<Double> edges = new TreeSet<>(List.of(0.0, end));
        for (List<Turn> side : List.of(truth, found)) {
            for (Turn turn : side) {
                edges.add(Math.min(Math.max(turn.start, 0), end));
                edges.add(Math.min(Math.max(turn.end, 0), end));
            }
        }
        List<Double> collars = new ArrayList<>();
        for (Turn turn : truth) {
            for (double edge : new double[] {turn.start, turn.end}) {
                collars.add(edge);
                edges.add(Math.min(Math.max(edge - collar, 0), end));
                edges.add(Math.min(Math.max(edge + collar, 0), end));
            }
        }
        List<Interval> intervals = new ArrayList<>();
        double last = 0;
        for (double edge : edges) {
            double middle = (last + edge) / 2;
            boolean counts = edge - last >= SHORTEST
                    && collars.stream().noneMatch(each -> each - collar < middle && middle < each + collar);
            if (counts) {
                intervals.add(new Interval(edge - last, speakers(truth, middle), speakers(found, middle)));
            }
            last = edge;
        }
        return intervals;
    }

    private static List<String> speakers(List<Turn> turns, double at) {
        return turns.stream()
                .filter(turn -> turn.start <= at && at < turn.end)
                .map(Turn::speaker)
                .distinct()
                .toList();
    }

    /** The true name of each found speaker such that most speech is right: over all sets of true names, one found speaker at a time. */
    private static Map<String, String> match(List<Interval> intervals) {
        List<String> truth = intervals.stream()
                .flatMap(each -> each.truth.stream())
                .distinct()
                .toList();
        List<String> found = intervals.stream()
                .flatMap(each -> each.found.stream())
                .distinct()
                .toList();
        double[][] shared = new double[found.size()][truth.size()];
        for (Interval interval : intervals) {
            for (String name : interval.found) {
                for (String real : interval.truth) {
                    shared[found.indexOf(name)][truth.indexOf(real)] += interval.seconds;
                }
            }
        }
        int sets = 1 << truth.size();
        double[][] best = new double[found.size() + 1][sets];
        int[][] choice = new int[found.size() + 1][sets];
        for (int i = 0; i < found.size(); i++) {
            for (int free = 0; free < sets; free++) {
                best[i + 1][free] = best[i][free];
                choice[i + 1][free] = -1;
                for (int k = 0; k < truth.size(); k++) {
                    double with = (free >> k & 1) == 0 ? 0 : best[i][free & ~(1 << k)] + shared[i][k];
                    if (with > best[i + 1][free]) {
                        best[i + 1][free] = with;
                        choice[i + 1][free] = k;
                    }
                }
            }
        }
        Map<String, String> names = new HashMap<>();
        int free = sets - 1;
        for (int i = found.size(); i > 0; i--) {
            int k = choice[i][free];
            if (k >= 0) {
                names.put(found.get(i - 1), truth.get(k));
                free &= ~(1 << k);
            }
        }
        return names;
    }

    /** The {@code segments} of a recording's description. */
    public static List<Turn> truth(Path json) {
        List<Turn> turns = new ArrayList<>();
        for (JsonNode segment : Golden.json(json).path("segments")) {
            turns.add(new Turn(
                    segment.path("start").asDouble(),
                    segment.path("end").asDouble(),
                    segment.path("speaker").asText()));
        }
        return turns;
    }

    /** A file of the Rich Transcription evaluations: a turn a line. */
    public static List<Turn> rttm(Path file) {
        try {
            List<Turn> turns = new ArrayList<>();
            for (String line : Files.readAllLines(file)) {
                String[] fields = line.split(" ", -1);
                double start = Double.parseDouble(fields[3]);
                turns.add(new Turn(start, start + Double.parseDouble(fields[4]), fields[7]));
            }
            return turns;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
