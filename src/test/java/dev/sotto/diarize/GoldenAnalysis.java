package dev.sotto.diarize;

import dev.sotto.testing.Golden;
import dev.sotto.testing.GoldenTensors;
import dev.sotto.testing.ShippedSpeakers;
import java.util.List;

/** What the reference's networks said of a recording, as an analysis of ours. */
final class GoldenAnalysis {
    /** Of CAM++, as its folder has it. */
    static final VoiceSpace SPACE = new VoiceSpace(192, Golden.tensor(ShippedSpeakers.AXIS, "axis"), 0.67, 0.5, 0.15);

    private GoldenAnalysis() {}

    static HeardChunks heard(GoldenTensors golden, long sampleCount) {
        HeardChunks heard = new HeardChunks(sampleCount);
        float[] probabilities = golden.floats("prob");
        int[] classes = golden.ints("argmax");
        float[] row = new float[SpeakerNetworks.CLASSES];
        for (int i = 0; i < classes.length; i++) {
            System.arraycopy(probabilities, i * row.length, row, 0, row.length);
            heard.put(i, classes[i], row);
        }
        return heard;
    }

    static SpeakerAnalysis of(GoldenTensors golden, long sampleCount) {
        HeardChunks heard = heard(golden, sampleCount);
        List<FrameRun> runs = FrameRun.of(heard);
        List<Piece> pieces = Piece.of(runs);
        float[] raw = pieces.isEmpty() ? new float[0] : golden.floats("embedding");
        double[][] vectors = new double[pieces.size()][0];
        for (int i = 0; i < vectors.length; i++) {
            vectors[i] = Float.isNaN(raw[i * SPACE.size()])
                    ? new double[0]
                    : Vectors.channelFree(raw, i * SPACE.size(), SPACE);
        }
        return new SpeakerAnalysis(heard, runs, pieces, vectors, SPACE);
    }
}
