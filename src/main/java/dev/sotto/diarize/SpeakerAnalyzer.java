package dev.sotto.diarize;

import dev.sotto.audio.Waveform;
import dev.sotto.fault.FaultCode;
import dev.sotto.transcript.Cancellation;
import dev.sotto.transcript.TranscriptionException;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.DoubleConsumer;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Has the two networks listen to a whole recording, a batch at a time, on their device. Thread-safe: between two batches the
 * device is free for others, so nobody waits for another's whole recording.
 */
public final class SpeakerAnalyzer {
    /** A batch of either network is a few tenths of a second of work: long enough to be worth a call. */
    private static final int CHUNKS_AT_ONCE = 8;

    private static final int PIECES_AT_ONCE = 16;
    /** A vector of less than a fifth of a second says nothing. */
    private static final int ROWS_MIN = 20;

    /** Of the work of the two networks, what the segmentation does: 4 ms a second of talk against 14. */
    private static final double SEGMENTATION = 0.25;

    private final SpeakerDevice device;

    public SpeakerAnalyzer(SpeakerDevice device) {
        this.device = device;
    }

    /**
     * Has the networks loaded if they are not yet, and so fail before anything is worked for.
     *
     * @throws TranscriptionException as {@link #analyze}
     */
    public void prepare(Cancellation cancellation) {
        ask(SpeakerNetworks::voices, cancellation);
    }

    /**
     * Blocks until all is heard.
     *
     * @param progress heard so far, from 0 to 1, and never less than before
     * @throws TranscriptionException with {@code CANCELLED}, {@code INTERNAL} or what the loader throws
     */
    public SpeakerAnalysis analyze(Waveform waveform, DoubleConsumer progress, Cancellation cancellation) {
        VoiceSpace space = ask(SpeakerNetworks::voices, cancellation);
        HeardChunks heard = new HeardChunks(waveform.sampleCount());
        for (int first = 0; first < heard.chunks(); first += CHUNKS_AT_ONCE) {
            int count = Math.min(CHUNKS_AT_ONCE, heard.chunks() - first);
            float[] samples = new float[count * SpeakerNetworks.CHUNK_SAMPLES];
            for (int i = 0; i < count; i++) {
                waveform.read(
                        HeardChunks.start(first + i),
                        samples,
                        i * SpeakerNetworks.CHUNK_SAMPLES,
                        SpeakerNetworks.CHUNK_SAMPLES);
            }
            heard.hear(first, ask(open -> open.segment(samples), cancellation));
            progress.accept(SEGMENTATION * (first + count) / heard.chunks());
        }
        List<FrameRun> runs = FrameRun.of(heard);
        List<Piece> pieces = Piece.of(runs);
        double[][] vectors = new Pieces(pieces, space, progress).vectors(waveform, cancellation);
        progress.accept(1);
        return new SpeakerAnalysis(heard, runs, pieces, vectors, space);
    }

    /** What is to become vectors. */
    private final class Pieces {
        private final List<Piece> pieces;
        private final VoiceSpace space;
        private final DoubleConsumer progress;

        Pieces(List<Piece> pieces, VoiceSpace space, DoubleConsumer progress) {
            this.pieces = pieces;
            this.space = space;
            this.progress = progress;
        }

        /** Pieces of equal length share a batch. */
        private double[][] vectors(Waveform waveform, Cancellation cancellation) {
            double[][] vectors = new double[pieces.size()][0];
            int[] rows = pieces.stream()
                    .mapToInt(piece -> piece.rows(waveform.sampleCount()))
                    .toArray();
            int[] byLength = IntStream.range(0, rows.length)
                    .filter(i -> rows[i] >= ROWS_MIN)
                    .boxed()
                    .sorted(Comparator.comparingInt(i -> rows[i]))
                    .mapToInt(Integer::intValue)
                    .toArray();
            for (int from = 0; from < byLength.length; ) {
                int length = rows[byLength[from]];
                int to = from;
                while (to < byLength.length && to - from < PIECES_AT_ONCE && rows[byLength[to]] == length) {
                    to++;
                }
                int each = (length - 1) * SpeakerNetworks.ROW_HOP + SpeakerNetworks.ROW_SAMPLES;
                float[] samples = new float[(to - from) * each];
                for (int i = from; i < to; i++) {
                    long start = (long) pieces.get(byLength[i]).firstRow() * SpeakerNetworks.ROW_HOP;
                    waveform.read(start, samples, (i - from) * each, each);
                }
                float[] made = ask(open -> open.embed(samples, length), cancellation);
                for (int i = from; i < to; i++) {
                    vectors[byLength[i]] = Vectors.channelFree(made, (i - from) * space.size(), space);
                }
                from = to;
                progress.accept(SEGMENTATION + (1 - SEGMENTATION) * from / byLength.length);
            }
            return vectors;
        }
    }

    private <T> T ask(Function<SpeakerNetworks, T> question, Cancellation cancellation) {
        Cancelled.throwIf(cancellation);
        CompletableFuture<T> answer = device.ask(question);
        try {
            return answer.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            answer.cancel(false);
            throw Cancelled.exception();
        } catch (ExecutionException e) {
            for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
                if (cause instanceof TranscriptionException known) {
                    throw known;
                }
            }
            throw new TranscriptionException(
                    FaultCode.INTERNAL, "telling speakers apart failed: " + e.getMessage(), e.getCause());
        }
    }
}
