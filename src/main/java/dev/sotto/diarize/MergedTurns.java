package dev.sotto.diarize;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Turns of speakers of whom some are one: turns of one speaker that touch or overlap become one turn. */
final class MergedTurns {
    private MergedTurns() {}

    /**
     * In the order of their start, then of their end.
     *
     * @param turns in the order of their start
     * @param leader for each speaker the one who stands for them
     */
    static List<SpeakerTurn> of(List<SpeakerTurn> turns, List<Integer> leader) {
        Map<Integer, SpeakerTurn> open = new TreeMap<>();
        List<SpeakerTurn> merged = new ArrayList<>();
        for (SpeakerTurn turn : turns) {
            int speaker = leader.get(turn.speaker());
            SpeakerTurn last = open.get(speaker);
            if (last != null && turn.startSeconds() <= last.endSeconds()) {
                double end = Math.max(last.endSeconds(), turn.endSeconds());
                open.put(speaker, new SpeakerTurn(last.startSeconds(), end, speaker));
                continue;
            }
            if (last != null) {
                merged.add(last);
            }
            open.put(speaker, new SpeakerTurn(turn.startSeconds(), turn.endSeconds(), speaker));
        }
        merged.addAll(open.values());
        merged.sort(Comparator.comparingDouble(SpeakerTurn::startSeconds).thenComparing(SpeakerTurn::endSeconds));
        return merged;
    }
}
