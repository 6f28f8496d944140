package dev.sotto.diarize;

import dev.sotto.transcript.Word;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Gives words their speakers: by what the networks say at each word's own frames, and as one path through all words, on
 * which changing the speaker is cheap where a sentence ends, dearer after a pause, and dear in the middle of a phrase.
 */
public final class WordSpeakers {
    /** Whisper draws words out over pauses: what lies behind the first second is not the word. */
    private static final double WORD_SECONDS = 1;

    private static final double LEAST_EVIDENCE = 0.5; // frames
    private static final double NEAR_SECONDS = 1;
    private static final double NEAR_CERTAINTY = 0.6;
    private static final double FLOOR = 0.02;
    private static final double CHANGE_AT_SENTENCE = 0.3;
    private static final double CHANGE_AT_PAUSE = 1;
    private static final double CHANGE_INSIDE = 3;
    private static final double PAUSE_SECONDS = 0.3;
    private static final double OTHERS_FROM = 0.2;
    private static final double OVERLAP_FRACTION = 0.3;
    private static final double SHORTEST_WORD = 0.05;
    private static final String SENTENCE_ENDS = ".!?。！？";

    private final Diarization diarization;
    private final int speakers;
    private final List<Word> words;
    private final double longest;

    private WordSpeakers(Diarization diarization, List<Word> words, double longest) {
        this.diarization = diarization;
        this.speakers = diarization.speakers().size();
        this.words = words;
        this.longest = longest;
    }

    /**
     * A choice for each word.
     *
     * @param words in the order of time
     */
    public static List<SpeakerChoice> of(List<Word> words, Diarization diarization) {
        return new WordSpeakers(diarization, words, WORD_SECONDS).choose();
    }

    /** The same for pieces of text that are no single words, each as long as it says. */
    static List<SpeakerChoice> ofPhrases(List<Word> phrases, Diarization diarization) {
        return new WordSpeakers(diarization, phrases, Double.POSITIVE_INFINITY).choose();
    }

    private List<SpeakerChoice> choose() {
        if (speakers == 0) {
            return words.stream()
                    .map(word -> new SpeakerChoice(OptionalInt.empty(), 0, List.of(), false))
                    .toList();
        }
        double[][] fractions = new double[words.size()][];
        boolean[] heard = new boolean[words.size()];
        for (int i = 0; i < fractions.length; i++) {
            heard[i] = true;
            fractions[i] = fractions(words.get(i));
            if (fractions[i].length == 0) {
                heard[i] = false;
                fractions[i] = new double[speakers];
                Arrays.fill(fractions[i], 1.0 / speakers);
            }
        }
        int[] path = path(fractions);
        List<SpeakerChoice> choices = new ArrayList<>();
        for (int i = 0; i < path.length; i++) {
            boolean overlap = overlaps(words.get(i));
            choices.add(
                    heard[i]
                            ? choice(path[i], fractions[i], overlap)
                            : new SpeakerChoice(OptionalInt.empty(), 0, List.of(), overlap));
        }
        return choices;
    }

    private double end(Word word) {
        return Math.min(word.endSeconds(), word.startSeconds() + longest);
    }

    /** Each speaker's part of the evidence within a word, or of the nearest turn; empty where there is neither. */
    private double[] fractions(Word word) {
        double[] fractions = diarization.evidence(word.startSeconds(), end(word));
        double sum = Arrays.stream(fractions).sum();
        if (sum >= LEAST_EVIDENCE) {
            for (int i = 0; i < fractions.length; i++) {
                fractions[i] /= sum;
            }
            return fractions;
        }
        double distance = Double.POSITIVE_INFINITY;
        int nearest = 0;
        double far = 2 * NEAR_SECONDS;
        for (SpeakerTurn turn : diarization.turnsBetween(word.startSeconds() - far, word.endSeconds() + far)) {
            double own = Math.max(
                    0, Math.max(turn.startSeconds() - word.endSeconds(), word.startSeconds() - turn.endSeconds()));
            if (own < distance || (own == distance && turn.speaker() < nearest)) {
                distance = own;
                nearest = turn.speaker();
            }
        }
        if (distance > NEAR_SECONDS) {
            return new double[0];
        }
        Arrays.fill(fractions, (1 - NEAR_CERTAINTY) / speakers);
        fractions[nearest] += NEAR_CERTAINTY;
        return fractions;
    }

    /** The speakers that cost least, all words together. */
    private int[] path(double[][] fractions) {
        int[][] before = new int[fractions.length][];
        double[] costs = new double[speakers];
        for (int i = 0; i < fractions.length; i++) {
            before[i] = IntStream.range(0, speakers).toArray();
            int cheapest = lowest(costs);
            double changed =
                    i == 0 ? Double.POSITIVE_INFINITY : costs[cheapest] + changeCost(words.get(i - 1), words.get(i));
            for (int k = 0; k < speakers; k++) {
                if (costs[k] > changed) {
                    costs[k] = changed;
                    before[i][k] = cheapest;
                }
                costs[k] -= Math.log(Math.max(fractions[i][k], FLOOR));
            }
        }
        int[] path = new int[fractions.length];
        int speaker = lowest(costs);
        for (int i = path.length - 1; i >= 0; i--) {
            path[i] = speaker;
            speaker = before[i][speaker];
        }
        return path;
    }

    private static double changeCost(Word before, Word next) {
        String text = before.text().strip();
        if (!text.isEmpty() && SENTENCE_ENDS.indexOf(text.charAt(text.length() - 1)) >= 0) {
            return CHANGE_AT_SENTENCE;
        }
        return next.startSeconds() - before.endSeconds() > PAUSE_SECONDS ? CHANGE_AT_PAUSE : CHANGE_INSIDE;
    }

    private static int lowest(double[] costs) {
        int best = 0;
        for (int k = 1; k < costs.length; k++) {
            best = costs[k] < costs[best] ? k : best;
        }
        return best;
    }

    private static SpeakerChoice choice(int speaker, double[] fractions, boolean overlap) {
        List<Integer> others = IntStream.range(0, fractions.length)
                .filter(other -> other != speaker && fractions[other] >= OTHERS_FROM)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer other) -> -fractions[other]))
                .toList();
        return new SpeakerChoice(OptionalInt.of(speaker), fractions[speaker], others, overlap);
    }

    /** Whether two or more turns are open during enough of a word. */
    private boolean overlaps(Word word) {
        double start = word.startSeconds();
        double end = end(word);
        TreeSet<Double> edges = new TreeSet<>(List.of(start, end));
        List<SpeakerTurn> near = diarization.turnsBetween(start, end);
        for (SpeakerTurn turn : near) {
            edges.add(Math.max(start, turn.startSeconds()));
            edges.add(Math.min(end, turn.endSeconds()));
        }
        double both = 0;
        double last = start;
        for (double edge : edges) {
            double middle = (last + edge) / 2;
            long open = near.stream()
                    .filter(turn -> turn.startSeconds() <= middle && middle < turn.endSeconds())
                    .count();
            both += open >= 2 ? edge - last : 0;
            last = edge;
        }
        return both >= OVERLAP_FRACTION * Math.max(end - start, SHORTEST_WORD);
    }
}
