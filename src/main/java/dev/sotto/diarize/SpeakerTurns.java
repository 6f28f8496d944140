package dev.sotto.diarize;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Turns made of the frames at which clusters speak, and who is heard first.
 *
 * @param turns in the order of start, end and cluster
 * @param clusterOfSpeaker only clusters that have a turn are speakers
 */
@SuppressWarnings("ArrayRecordComponent") // read only; equality is never asked for
record SpeakerTurns(List<SpeakerTurn> turns, int[] clusterOfSpeaker) {
    /** A shorter pause of a speaker is part of their turn. */
    private static final double PAUSE_SECONDS = 0.3;

    private static final double SHORTEST_SECONDS = 0.1;

    /** @param end of the recording, seconds */
    static SpeakerTurns of(BitSet[] speaking, double end) {
        List<SpeakerTurn> ofClusters = new ArrayList<>();
        for (int cluster = 0; cluster < speaking.length; cluster++) {
            addTurns(ofClusters, cluster, speaking[cluster], end);
        }
        ofClusters.sort(Comparator.comparingDouble(SpeakerTurn::startSeconds)
                .thenComparingDouble(SpeakerTurn::endSeconds)
                .thenComparingInt(SpeakerTurn::speaker));
        Map<Integer, Integer> numbers = new LinkedHashMap<>();
        List<SpeakerTurn> turns = new ArrayList<>();
        for (SpeakerTurn turn : ofClusters) {
            int number = numbers.computeIfAbsent(turn.speaker(), cluster -> numbers.size());
            turns.add(new SpeakerTurn(turn.startSeconds(), turn.endSeconds(), number));
        }
        return new SpeakerTurns(
                turns, numbers.keySet().stream().mapToInt(Integer::intValue).toArray());
    }

    private static void addTurns(List<SpeakerTurn> turns, int cluster, BitSet frames, double end) {
        double start = -1;
        double until = 0;
        for (int from = frames.nextSetBit(0); from >= 0; ) {
            int to = frames.nextClearBit(from);
            double begins = FrameGrid.seconds(from);
            if (begins >= end) {
                break;
            }
            if (start >= 0 && begins - until >= PAUSE_SECONDS) {
                addIfLong(turns, new SpeakerTurn(start, until, cluster));
                start = -1;
            }
            start = start < 0 ? begins : start;
            until = Math.min(FrameGrid.seconds(to), end);
            from = frames.nextSetBit(to);
        }
        if (start >= 0) {
            addIfLong(turns, new SpeakerTurn(start, until, cluster));
        }
    }

    private static void addIfLong(List<SpeakerTurn> turns, SpeakerTurn turn) {
        if (turn.seconds() >= SHORTEST_SECONDS) {
            turns.add(turn);
        }
    }
}
