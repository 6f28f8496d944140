package dev.sotto.diarize;

import dev.sotto.transcript.Cancellation;
import dev.sotto.transcript.Speakers.Shortfall;
import dev.sotto.transcript.Speakers.Summary;
import dev.sotto.transcript.TranscriptionException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Tells the speakers of a recording apart, by rules alone: the same analysis and bounds give the same turns. One use, one
 * thread.
 *
 * <p>A chunk's voice is no speaker: the segmentation mixes voices. So pieces of single voices are clustered, every frame
 * of them gets its cluster's label, and the chunks only say how many speak and who goes on through an overlap.
 */
public final class Diarizer {
    private static final double TRAINING_SECONDS = 1;
    private static final int ATTEMPTS = 3;

    private final SpeakerAnalysis analysis;
    private final SpeakerBounds bounds;
    private final Cancellation cancellation;

    private Diarizer(SpeakerAnalysis analysis, SpeakerBounds bounds, Cancellation cancellation) {
        this.analysis = analysis;
        this.bounds = bounds;
        this.cancellation = cancellation;
    }

    /**
     * Turns and speakers. Their number is within the bounds, or {@link Diarization#shortfall} says why not.
     *
     * @throws TranscriptionException with {@code CANCELLED}
     */
    public static Diarization diarize(SpeakerAnalysis analysis, SpeakerBounds bounds, Cancellation cancellation) {
        return new Diarizer(analysis, bounds, cancellation).run();
    }

    private Diarization run() {
        HeardChunks heard = analysis.heard();
        byte[] counts = SpeakerCounts.rounded(SpeakerCounts.means(heard));
        if (IntStream.range(0, counts.length).allMatch(frame -> counts[frame] == 0)) {
            FrameScores nothing = new FrameScores(0, 0);
            return new Diarization(List.of(), List.of(), Optional.of(Shortfall.NO_SPEECH), nothing, new int[0]);
        }
        List<Integer> training = training(analysis, bounds);
        if (training.isEmpty()) {
            SpeakingFrames frames = SpeakingFrames.ofOne(counts);
            return diarization(frames, SpeakerTurns.of(frames.speaking(), heard.durationSeconds()), new double[1][0]);
        }
        double[][] vectors =
                training.stream().map(piece -> analysis.vectors()[piece]).toArray(double[][]::new);
        double[] weights = training.stream()
                .mapToDouble(piece -> analysis.pieces().get(piece).weight())
                .toArray();
        Labels labels = new VoiceClusters(vectors, weights, analysis.space(), cancellation).within(bounds);
        double[][] centroids = labels.centroids(vectors, weights);
        short[] frameLabels = new FrameLabels(analysis.runs(), analysis.pieces(), analysis.vectors(), centroids)
                .of(heard.frames(), cancellation);
        for (int attempt = 1; ; attempt++) {
            SpeakingFrames frames = SpeakingFrames.of(heard, frameLabels, labels.count(), cancellation);
            SpeakerTurns turns = SpeakerTurns.of(frames.speaking(), heard.durationSeconds());
            int found = turns.clusterOfSpeaker().length;
            if (found >= bounds.min() || found == labels.count() || attempt == ATTEMPTS) {
                return diarization(frames, turns, centroids);
            }
            for (int lost : lost(turns, labels.sums(weights))) {
                giveMiddles(frameLabels, lost, labels, training);
            }
        }
    }

    /** Pieces that clusters are made of: the long ones, or all that have a vector where there are too few of these. */
    static List<Integer> training(SpeakerAnalysis analysis, SpeakerBounds bounds) {
        List<Integer> all = new ArrayList<>();
        List<Integer> longer = new ArrayList<>();
        for (int i = 0; i < analysis.pieces().size(); i++) {
            if (analysis.vectors()[i].length > 0) {
                all.add(i);
                if (analysis.pieces().get(i).seconds() >= TRAINING_SECONDS) {
                    longer.add(i);
                }
            }
        }
        return longer.size() < Math.max(2, bounds.min()) ? all : longer;
    }

    /** Clusters without a turn, heaviest first. */
    private static List<Integer> lost(SpeakerTurns turns, double[] seconds) {
        List<Integer> found = IntStream.of(turns.clusterOfSpeaker()).boxed().toList();
        return IntStream.range(0, seconds.length)
                .filter(cluster -> !found.contains(cluster))
                .boxed()
                .sorted(Comparator.comparingDouble((Integer cluster) -> -seconds[cluster]))
                .toList();
    }

    /** More speakers were asked for than survive: a lost one keeps the middle of each of its own pieces. */
    private void giveMiddles(short[] frameLabels, int cluster, Labels labels, List<Integer> training) {
        for (int i = 0; i < training.size(); i++) {
            if (labels.of(i) != cluster) {
                continue;
            }
            Piece piece = analysis.pieces().get(training.get(i));
            double middle = (piece.startSeconds() + piece.endSeconds()) / 2;
            double half = Math.min(Piece.HOP_SECONDS, piece.seconds()) / 2;
            for (int frame = FrameGrid.frame(middle - half); frame < FrameGrid.frame(middle + half); frame++) {
                if (frameLabels[frame] != FrameLabels.NONE) {
                    frameLabels[frame] = (short) cluster;
                }
            }
        }
    }

    private Diarization diarization(SpeakingFrames frames, SpeakerTurns turns, double[][] centroids) {
        int[] clusters = turns.clusterOfSpeaker();
        double[] seconds = new double[clusters.length];
        int[] counts = new int[clusters.length];
        for (SpeakerTurn turn : turns.turns()) {
            seconds[turn.speaker()] += turn.seconds();
            counts[turn.speaker()]++;
        }
        double all =
                IntStream.range(0, seconds.length).mapToDouble(i -> seconds[i]).sum();
        List<Speaker> speakers = new ArrayList<>();
        for (int i = 0; i < clusters.length; i++) {
            boolean minor = Summary.isMinor(seconds[i], all);
            speakers.add(new Speaker(i, seconds[i], counts[i], minor, centroids[clusters[i]]));
        }
        Optional<Shortfall> shortfall = Optional.empty();
        if (speakers.isEmpty()) {
            shortfall = Optional.of(Shortfall.NO_SPEECH);
        } else if (speakers.size() < bounds.min()) {
            shortfall = Optional.of(Shortfall.SPEAKER_COUNT_NOT_REACHED);
        }
        return new Diarization(turns.turns(), speakers, shortfall, frames.scores(), clusters);
    }
}
