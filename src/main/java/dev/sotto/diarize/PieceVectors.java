package dev.sotto.diarize;

import dev.sotto.audio.Waveform;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.DoubleConsumer;

/**
 * A vector for each piece of a recording. Every other piece of a run lies between two that hear all of it; where those two
 * are clearly one voice it gets the mean of theirs, and the network does not hear it. One use, one thread.
 */
final class PieceVectors {
    private static final int PIECES_AT_ONCE = 16;
    /** A vector of less than a fifth of a second says nothing. */
    private static final int ROWS_MIN = 20;

    /** Two pieces are clearly one voice within this part of the distance at which two clusters are two voices. */
    private static final double CLEAR = 0.7;

    private final Waveform waveform;
    private final List<Piece> pieces;
    private final VoiceSpace space;
    private final DoubleConsumer progress;
    private final double[][] vectors;
    private int done;

    /** @param progress pieces that are done, from 0 to 1 */
    PieceVectors(Waveform waveform, List<Piece> pieces, VoiceSpace space, DoubleConsumer progress) {
        this.waveform = waveform;
        this.pieces = pieces;
        this.space = space;
        this.progress = progress;
        this.vectors = new double[pieces.size()][0];
    }

    /** The network, wherever it is. */
    interface Network {
        /** As {@link SpeakerNetworks#embed}. */
        float[] embed(float[] samples, int rows);
    }

    /** Of a piece that is too short for a vector, an empty one. */
    double[][] heardBy(Network network) {
        List<Integer> first = new ArrayList<>();
        List<Integer> between = new ArrayList<>();
        for (int i = 0, place = 0; i < vectors.length; i++) {
            place = i > 0 && pieces.get(i - 1).run() == pieces.get(i).run() ? place + 1 : 0;
            boolean isLast = i + 1 == vectors.length
                    || pieces.get(i + 1).run() != pieces.get(i).run();
            (place % 2 == 1 && !isLast ? between : first).add(i);
        }
        hear(first, network);
        List<Integer> unclear = new ArrayList<>();
        for (int i : between) {
            if (isClear(vectors[i - 1], vectors[i + 1])) {
                double[] sum = vectors[i - 1].clone();
                Vectors.addTimes(sum, 1, vectors[i + 1]);
                vectors[i] = Vectors.unit(sum);
                done++;
            } else {
                unclear.add(i);
            }
        }
        hear(unclear, network);
        return vectors;
    }

    private boolean isClear(double[] before, double[] after) {
        return before.length > 0 && after.length > 0 && 1 - Vectors.dot(before, after) <= CLEAR * space.threshold();
    }

    /** Pieces of equal length share a batch. */
    private void hear(List<Integer> some, Network network) {
        List<Integer> byLength = some.stream()
                .filter(i -> rows(i) >= ROWS_MIN)
                .sorted(Comparator.comparingInt(this::rows))
                .toList();
        done += some.size() - byLength.size();
        for (int from = 0; from < byLength.size(); ) {
            int length = rows(byLength.get(from));
            int to = from;
            while (to < byLength.size() && to - from < PIECES_AT_ONCE && rows(byLength.get(to)) == length) {
                to++;
            }
            int each = (length - 1) * SpeakerNetworks.ROW_HOP + SpeakerNetworks.ROW_SAMPLES;
            float[] samples = new float[(to - from) * each];
            for (int i = from; i < to; i++) {
                long start = (long) pieces.get(byLength.get(i)).firstRow() * SpeakerNetworks.ROW_HOP;
                waveform.read(start, samples, (i - from) * each, each);
            }
            float[] made = network.embed(samples, length);
            for (int i = from; i < to; i++) {
                vectors[byLength.get(i)] = Vectors.channelFree(made, (i - from) * space.size(), space);
            }
            done += to - from;
            progress.accept((double) done / pieces.size());
            from = to;
        }
    }

    private int rows(int piece) {
        return pieces.get(piece).rows(waveform.sampleCount());
    }
}
