package dev.sotto.diarize;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Who speaks when. Immutable. */
public final class Diarization {
    private final List<SpeakerTurn> turns;
    private final List<Speaker> speakers;
    private final Optional<Shortfall> shortfall;
    private final FrameScores scores;
    private final int[] clusterOfSpeaker;
    private final double[] latestEnds; // of all turns up to each

    Diarization(
            List<SpeakerTurn> turns,
            List<Speaker> speakers,
            Optional<Shortfall> shortfall,
            FrameScores scores,
            int[] clusterOfSpeaker) {
        this.turns = List.copyOf(turns);
        this.speakers = List.copyOf(speakers);
        this.shortfall = shortfall;
        this.scores = scores;
        this.clusterOfSpeaker = clusterOfSpeaker;
        this.latestEnds = new double[turns.size()];
        double latest = 0;
        for (int i = 0; i < latestEnds.length; i++) {
            latest = Math.max(latest, turns.get(i).endSeconds());
            latestEnds[i] = latest;
        }
    }

    /** Why there are fewer speakers than at least were asked for. */
    public enum Shortfall {
        /** Nobody speaks: there are no speakers, whatever was asked for. */
        NO_SPEECH,
        /** The recording has too little speech to be divided among so many. */
        SPEAKER_COUNT_NOT_REACHED
    }

    /** In the order of their start, then of their end. Turns of two speakers may overlap, of one never. */
    public List<SpeakerTurn> turns() {
        return turns;
    }

    /** By their number. */
    public List<Speaker> speakers() {
        return speakers;
    }

    /** Empty where the number of speakers is within the bounds asked for. */
    public Optional<Shortfall> shortfall() {
        return shortfall;
    }

    /** Turns of which some part lies strictly between two times. */
    List<SpeakerTurn> turnsBetween(double start, double end) {
        int from = Arrays.binarySearch(latestEnds, start);
        from = from < 0 ? -from - 1 : from;
        List<SpeakerTurn> between = new ArrayList<>();
        for (int i = from; i < turns.size() && turns.get(i).startSeconds() < end; i++) {
            if (turns.get(i).endSeconds() > start) {
                between.add(turns.get(i));
            }
        }
        return between;
    }

    /** Evidence for each speaker within a span: the sum over its frames of how probable it is that they speak. */
    double[] evidence(int firstFrame, int endFrame) {
        double[] all = scores.sums(firstFrame, endFrame);
        double[] evidence = new double[clusterOfSpeaker.length];
        for (int speaker = 0; speaker < evidence.length; speaker++) {
            evidence[speaker] = all[clusterOfSpeaker[speaker]];
        }
        return evidence;
    }
}
