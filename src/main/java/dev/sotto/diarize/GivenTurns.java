package dev.sotto.diarize;

import dev.sotto.transcript.SaidBy;
import dev.sotto.transcript.Segment;
import dev.sotto.transcript.Speakers;
import dev.sotto.transcript.TimeSpan;
import dev.sotto.transcript.Transcript;
import dev.sotto.transcript.Word;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Gives words and segments the speakers of turns that somebody else found: whoever speaks longest during one says it, and nobody
 * says what no turn touches. That is the rule of {@code assign_word_speakers} in whisperx/diarize.py (m-bain/whisperX, BSD-2).
 */
public final class GivenTurns {
    private final List<Speakers.Turn> turns;

    private GivenTurns(List<Speakers.Turn> turns) {
        this.turns = turns;
    }

    /**
     * Gives each word and segment the speaker of the turns around it.
     *
     * @param turns in any order
     */
    public static Transcript assign(Transcript transcript, List<Speakers.Turn> turns) {
        List<Speakers.Turn> sorted = turns.stream()
                .sorted(Comparator.comparingDouble(Speakers.Turn::startSeconds)
                        .thenComparing(Speakers.Turn::endSeconds))
                .toList();
        GivenTurns given = new GivenTurns(sorted);
        List<Segment> said = transcript.segments().stream().map(given::said).toList();
        return transcript.said(said, given.speakers());
    }

    private Segment said(Segment segment) {
        List<Word> words = new ArrayList<>();
        for (Word word : segment.words()) {
            words.add(word.said(saidBy(word.startSeconds(), word.endSeconds())));
        }
        TimeSpan place = new TimeSpan(segment.startSeconds(), Math.max(segment.startSeconds(), segment.endSeconds()));
        return segment.part(
                place, segment.text(), segment.tokens(), words, saidBy(segment.startSeconds(), segment.endSeconds()));
    }

    private SaidBy saidBy(double start, double end) {
        Map<String, Double> seconds = new TreeMap<>();
        for (Speakers.Turn turn : turns) {
            double shared = Math.min(end, turn.endSeconds()) - Math.max(start, turn.startSeconds());
            if (shared > 0) {
                seconds.merge(turn.speaker(), shared, Double::sum);
            }
        }
        double all = seconds.values().stream().mapToDouble(Double::doubleValue).sum();
        List<Map.Entry<String, Double>> longest = seconds.entrySet().stream()
                .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
                .toList();
        if (longest.isEmpty()) {
            return new SaidBy(Optional.empty(), 0, List.of(), false);
        }
        List<String> others = longest.stream().skip(1).map(Map.Entry::getKey).toList();
        Map.Entry<String, Double> first = longest.get(0);
        return new SaidBy(Optional.of(first.getKey()), first.getValue() / all, others, !others.isEmpty());
    }

    private Speakers speakers() {
        Map<String, double[]> found = new LinkedHashMap<>();
        double all = 0;
        for (Speakers.Turn turn : turns) {
            double seconds = turn.endSeconds() - turn.startSeconds();
            double[] sums = found.computeIfAbsent(turn.speaker(), first -> new double[2]);
            sums[0] += seconds;
            sums[1]++;
            all += seconds;
        }
        double everybody = all;
        List<Speakers.Summary> speakers = found.entrySet().stream()
                .map(one -> new Speakers.Summary(
                        one.getKey(),
                        one.getValue()[0],
                        (int) one.getValue()[1],
                        Speakers.Summary.isMinor(one.getValue()[0], everybody)))
                .toList();
        return new Speakers(
                speakers, turns, speakers.isEmpty() ? Optional.of(Speakers.Shortfall.NO_SPEECH) : Optional.empty());
    }
}
