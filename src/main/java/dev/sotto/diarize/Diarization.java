package dev.sotto.diarize;

import dev.sotto.transcript.Speakers;
import dev.sotto.transcript.Speakers.Shortfall;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Who speaks when. Immutable. */
public final class Diarization {
    private final List<SpeakerTurn> turns;
    private final List<Speaker> speakers;
    private final Optional<Shortfall> shortfall;
    private final Evidence evidence;
    private final double[] latestEnds; // of all turns up to each
    private final double startSeconds;

    Diarization(
            List<SpeakerTurn> turns,
            List<Speaker> speakers,
            Optional<Shortfall> shortfall,
            FrameScores scores,
            int[] clusterOfSpeaker) {
        this(turns, speakers, shortfall, new Evidence(scores, alone(clusterOfSpeaker)), 0);
    }

    /** What the networks say, frame by frame, and the clusters that are each speaker's. */
    private record Evidence(FrameScores scores, List<List<Integer>> clustersOfSpeakers) {}

    private static List<List<Integer>> alone(int[] clusters) {
        return IntStream.of(clusters).mapToObj(List::of).toList();
    }

    private Diarization(
            List<SpeakerTurn> turns,
            List<Speaker> speakers,
            Optional<Shortfall> shortfall,
            Evidence evidence,
            double startSeconds) {
        this.turns = List.copyOf(turns);
        this.speakers = List.copyOf(speakers);
        this.shortfall = shortfall;
        this.evidence = evidence;
        this.startSeconds = startSeconds;
        this.latestEnds = new double[turns.size()];
        double latest = 0;
        for (int i = 0; i < latestEnds.length; i++) {
            latest = Math.max(latest, turns.get(i).endSeconds());
            latestEnds[i] = latest;
        }
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

    /** The same, where what was listened to begins so much later in the recording whose times are used. */
    public Diarization placedAt(double seconds) {
        List<SpeakerTurn> placed = turns.stream()
                .map(turn ->
                        new SpeakerTurn(turn.startSeconds() + seconds, turn.endSeconds() + seconds, turn.speaker()))
                .toList();
        return new Diarization(placed, speakers, shortfall, evidence, startSeconds + seconds);
    }

    /**
     * The same with some speakers as one. Numbers are given anew, in the order in which speakers are first heard.
     *
     * @param leader for each speaker the number of one that stands for them all, whose own leader it is itself
     */
    public Diarization merged(List<Integer> leader) {
        List<SpeakerTurn> joined = MergedTurns.of(turns, leader);
        List<Integer> order =
                joined.stream().map(SpeakerTurn::speaker).distinct().toList();
        List<SpeakerTurn> numbered = joined.stream()
                .map(turn -> new SpeakerTurn(turn.startSeconds(), turn.endSeconds(), order.indexOf(turn.speaker())))
                .toList();
        double all = numbered.stream().mapToDouble(SpeakerTurn::seconds).sum();
        List<Speaker> merged = new ArrayList<>();
        List<List<Integer>> clusters = new ArrayList<>();
        for (int number = 0; number < order.size(); number++) {
            int own = number;
            List<SpeakerTurn> ofOwn =
                    numbered.stream().filter(turn -> turn.speaker() == own).toList();
            double seconds = ofOwn.stream().mapToDouble(SpeakerTurn::seconds).sum();
            double[] voice = voice(order.get(number), leader);
            merged.add(new Speaker(number, seconds, ofOwn.size(), Speakers.Summary.isMinor(seconds, all), voice));
            clusters.add(IntStream.range(0, leader.size())
                    .filter(speaker -> leader.get(speaker).equals(order.get(own)))
                    .mapToObj(evidence.clustersOfSpeakers()::get)
                    .flatMap(List::stream)
                    .toList());
        }
        return new Diarization(numbered, merged, shortfall, new Evidence(evidence.scores(), clusters), startSeconds);
    }

    /** Of all that one leads, each as long as it is heard. */
    private double[] voice(int leading, List<Integer> leader) {
        double[] sum = new double[speakers.get(leading).voice().length];
        for (int speaker = 0; speaker < leader.size(); speaker++) {
            if (leader.get(speaker) == leading) {
                Vectors.addTimes(
                        sum,
                        speakers.get(speaker).seconds(),
                        speakers.get(speaker).voice());
            }
        }
        return Vectors.unit(sum);
    }

    /**
     * Evidence for each speaker within a span, at least one frame: the sum over its frames of how probable it is that they
     * speak.
     */
    double[] evidence(double start, double end) {
        int first = Math.max(0, FrameGrid.frame(start - startSeconds));
        double[] all = evidence.scores().sums(first, Math.max(first + 1, FrameGrid.frame(end - startSeconds)));
        double[] ofSpeakers = new double[speakers.size()];
        for (int speaker = 0; speaker < ofSpeakers.length; speaker++) {
            for (int cluster : evidence.clustersOfSpeakers().get(speaker)) {
                ofSpeakers[speaker] += all[cluster];
            }
        }
        return ofSpeakers;
    }
}
