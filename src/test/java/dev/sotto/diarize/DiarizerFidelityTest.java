package dev.sotto.diarize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sotto.diarize.JoinTree.Join;
import dev.sotto.testing.Golden;
import dev.sotto.testing.GoldenTensors;
import dev.sotto.testing.SharedFolder;
import dev.sotto.transcript.Cancellation;
import dev.sotto.transcript.Speakers.Shortfall;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The rules, stage by stage, on what the reference's networks said: its own values of every stage. */
class DiarizerFidelityTest {
    private static final double TIGHT = 1e-6;

    private final JsonNode recordings = Golden.json(SharedFolder.require("golden", "speakers", "pipeline.json"));

    @TestFactory
    Stream<DynamicTest> chunks_counts_runs_and_pieces_are_those_of_the_reference() {
        return each(this::heardAlike);
    }

    private void heardAlike(String name) {
        GoldenTensors golden = golden(name);
        SpeakerAnalysis analysis = GoldenAnalysis.of(golden, samples(name));
        HeardChunks heard = analysis.heard();
        int[] starts = golden.ints("starts");
        assertThat(heard.chunks()).isEqualTo(starts.length);
        assertThat(IntStream.range(0, starts.length).mapToLong(HeardChunks::start))
                .containsExactly(IntStream.of(starts).asLongStream().boxed().toArray(Long[]::new));
        double[] means = SpeakerCounts.means(heard);
        assertClose(means, golden.doubles("count_mean"), TIGHT);
        if (name.equals("silence")) {
            assertThat(analysis.pieces()).isEmpty();
            return;
        }
        byte[] counts = SpeakerCounts.rounded(means);
        assertThat(IntStream.range(0, counts.length).map(i -> counts[i]).toArray())
                .isEqualTo(golden.ints("count"));
        assertThat(analysis.runs().stream()
                        .flatMapToInt(run -> IntStream.of(run.start(), run.end()))
                        .toArray())
                .isEqualTo(golden.ints("runs"));
        List<Piece> pieces = analysis.pieces();
        assertThat(pieces.stream().mapToInt(Piece::run).toArray()).isEqualTo(golden.ints("piece_run"));
        assertClose(pieces.stream().mapToDouble(Piece::startSeconds).toArray(), golden.doubles("piece_start"), 1e-9);
        assertClose(pieces.stream().mapToDouble(Piece::endSeconds).toArray(), golden.doubles("piece_end"), 1e-9);
    }

    @TestFactory
    Stream<DynamicTest> the_tree_its_cut_and_the_clusters_are_those_of_the_reference() {
        return spoken(this::clusteredAlike);
    }

    private void clusteredAlike(String name) {
        GoldenTensors golden = golden(name);
        SpeakerAnalysis analysis = GoldenAnalysis.of(golden, samples(name));
        List<Integer> training = Diarizer.training(analysis, SpeakerBounds.AUTOMATIC);
        assertThat(training.stream().mapToInt(Integer::intValue).toArray()).isEqualTo(golden.ints("train"));
        double[][] vectors = vectors(analysis, training);
        List<Join> joins = JoinTree.of(vectors, new Cancellation());
        assertThat(joins.stream()
                        .flatMapToInt(join -> IntStream.of(join.first(), join.second()))
                        .toArray())
                .isEqualTo(golden.ints("merge_ab"));
        assertClose(joins.stream().mapToDouble(Join::distance).toArray(), golden.doubles("merge_distance"), TIGHT);
        double[] weights = weights(analysis, training);
        VoiceClusters clusters = new VoiceClusters(vectors, weights, analysis.space(), new Cancellation());
        assertThat(clusters.threshold())
                .isCloseTo(recordings.path(name).path("threshold").asDouble(), within(TIGHT));
        Labels labels = clusters.within(SpeakerBounds.AUTOMATIC);
        assertThat(labels.numbers()).isEqualTo(golden.ints("labels"));
        assertClose(flat(labels.centroids(vectors, weights)), golden.doubles("centroids"), TIGHT);
    }

    @TestFactory
    Stream<DynamicTest> frames_have_the_labels_scores_and_speakers_of_the_reference() {
        return spoken(this::placedAlike);
    }

    private void placedAlike(String name) {
        GoldenTensors golden = golden(name);
        SpeakerAnalysis analysis = GoldenAnalysis.of(golden, samples(name));
        List<Integer> training = Diarizer.training(analysis, SpeakerBounds.AUTOMATIC);
        double[][] vectors = vectors(analysis, training);
        double[] weights = weights(analysis, training);
        Labels labels = new VoiceClusters(vectors, weights, analysis.space(), new Cancellation())
                .within(SpeakerBounds.AUTOMATIC);
        int frames = analysis.heard().frames();
        short[] frameLabels = new FrameLabels(
                        analysis.runs(), analysis.pieces(), analysis.vectors(), labels.centroids(vectors, weights))
                .of(frames, new Cancellation());
        assertThat(IntStream.range(0, frames).map(i -> frameLabels[i]).toArray())
                .isEqualTo(golden.ints("frame_label"));
        SpeakingFrames placed = SpeakingFrames.of(analysis.heard(), frameLabels, labels.count(), new Cancellation());
        double[] means = IntStream.range(0, frames)
                .boxed()
                .flatMapToDouble(
                        frame -> java.util.Arrays.stream(placed.scores().sums(frame, frame + 1)))
                .toArray();
        assertClose(means, golden.doubles("mean"), TIGHT);
        int[] active = IntStream.range(0, frames * labels.count())
                .map(i -> placed.speaking()[i % labels.count()].get(i / labels.count()) ? 1 : 0)
                .toArray();
        assertThat(active).isEqualTo(golden.ints("active"));
    }

    @TestFactory
    Stream<DynamicTest> turns_are_those_of_the_reference_with_every_bound() {
        return each(this::toldAlike);
    }

    private void toldAlike(String name) {
        SpeakerAnalysis analysis = GoldenAnalysis.of(golden(name), samples(name));
        JsonNode expected = recordings.path(name);
        Diarization automatic = told(analysis, SpeakerBounds.AUTOMATIC);
        assertTurns(automatic, expected.path("turns"));
        assertThat(automatic.shortfall().isPresent()).isEqualTo(name.equals("silence"));
        int variants = 0;
        for (var variant : expected.path("variants").properties()) {
            if (variant.getKey().startsWith("hop")) {
                continue; // pieces half as dense: not offered
            }
            variants++;
            Diarization bounded = told(analysis, bounds(variant.getKey()));
            assertTurns(bounded, variant.getValue().path("turns"));
            boolean missed =
                    variant.getValue().path("speaker_count_not_reached").asBoolean();
            assertThat(bounded.shortfall())
                    .isEqualTo(missed ? Optional.of(Shortfall.SPEAKER_COUNT_NOT_REACHED) : Optional.empty());
        }
        assertThat(variants).isEqualTo(name.equals("silence") ? 0 : 6);
    }

    private static SpeakerBounds bounds(String variant) {
        int count = Integer.parseInt(variant.substring(4));
        return switch (variant.substring(0, 3)) {
            case "num" -> SpeakerBounds.exactly(count);
            case "min" -> new SpeakerBounds(count, SpeakerBounds.COUNT_MAX);
            case "max" -> new SpeakerBounds(1, count);
            default -> throw new IllegalArgumentException(variant);
        };
    }

    private static Diarization told(SpeakerAnalysis analysis, SpeakerBounds bounds) {
        return Diarizer.diarize(analysis, bounds, new Cancellation());
    }

    private static void assertTurns(Diarization told, JsonNode expected) {
        assertThat(told.turns()).hasSize(expected.size());
        for (int i = 0; i < expected.size(); i++) {
            SpeakerTurn turn = told.turns().get(i);
            assertThat(turn.startSeconds()).isCloseTo(expected.path(i).path(0).asDouble(), within(1.1e-6));
            assertThat(turn.endSeconds()).isCloseTo(expected.path(i).path(1).asDouble(), within(1.1e-6));
            assertThat(turn.speaker()).isEqualTo(expected.path(i).path(2).asInt());
        }
    }

    private Stream<DynamicTest> each(java.util.function.Consumer<String> check) {
        assertThat(recordings).hasSize(6);
        return recordings
                .propertyStream()
                .map(recording -> DynamicTest.dynamicTest(recording.getKey(), () -> check.accept(recording.getKey())));
    }

    private Stream<DynamicTest> spoken(java.util.function.Consumer<String> check) {
        return each(check).filter(test -> !test.getDisplayName().equals("silence"));
    }

    private static GoldenTensors golden(String name) {
        return GoldenTensors.read(SharedFolder.require("golden", "speakers", "pipeline-" + name + ".safetensors"));
    }

    private long samples(String name) {
        return recordings.path(name).path("samples").asLong();
    }

    private static double[][] vectors(SpeakerAnalysis analysis, List<Integer> training) {
        return training.stream().map(i -> analysis.vectors()[i]).toArray(double[][]::new);
    }

    private static double[] weights(SpeakerAnalysis analysis, List<Integer> training) {
        return training.stream()
                .mapToDouble(i -> analysis.pieces().get(i).weight())
                .toArray();
    }

    private static double[] flat(double[][] rows) {
        return Stream.of(rows).flatMapToDouble(java.util.Arrays::stream).toArray();
    }

    private static void assertClose(double[] actual, double[] expected, double tolerance) {
        assertThat(actual).hasSize(expected.length);
        for (int i = 0; i < expected.length; i++) {
            assertThat(actual[i]).as("number %d", i).isCloseTo(expected[i], within(tolerance));
        }
    }
}
