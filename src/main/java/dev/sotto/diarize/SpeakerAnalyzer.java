package dev.sotto.diarize;

import dev.sotto.audio.Waveform;
import dev.sotto.fault.FaultCode;
import dev.sotto.transcript.Cancellation;
import dev.sotto.transcript.TranscriptionException;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Has the two networks listen to whole recordings, a batch at a time, on their one thread. Thread-safe: batches of several
 * recordings take turns, so nobody waits for another's whole recording.
 */
public final class SpeakerAnalyzer {
    /** A batch of either network is a few tenths of a second of work: long enough to be worth a call. */
    private static final int CHUNKS_AT_ONCE = 8;

    private static final int PIECES_AT_ONCE = 16;
    /** A vector of less than a fifth of a second says nothing. */
    private static final int ROWS_MIN = 20;

    private final Executor thread;
    private final Supplier<? extends SpeakerNetworks> loader;
    private @Nullable SpeakerNetworks networks; // of the thread

    /**
     * Loads nothing yet.
     *
     * @param thread runs what it is given one after another, always on the same thread
     * @param loader called once, on that thread, when first somebody listens; may throw a {@link TranscriptionException}
     */
    public SpeakerAnalyzer(Executor thread, Supplier<? extends SpeakerNetworks> loader) {
        this.thread = thread;
        this.loader = loader;
    }

    /**
     * Blocks until all is heard.
     *
     * @throws TranscriptionException with {@code CANCELLED}, {@code INTERNAL} or what the loader throws
     */
    public SpeakerAnalysis analyze(Waveform waveform, Cancellation cancellation) {
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
        }
        List<FrameRun> runs = FrameRun.of(heard);
        List<Piece> pieces = Piece.of(runs);
        return new SpeakerAnalysis(heard, runs, pieces, vectors(waveform, pieces, space, cancellation), space);
    }

    /** Pieces of equal length share a batch. */
    private double[][] vectors(Waveform waveform, List<Piece> pieces, VoiceSpace space, Cancellation cancellation) {
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
        }
        return vectors;
    }

    private <T> T ask(Function<SpeakerNetworks, T> question, Cancellation cancellation) {
        Cancelled.throwIf(cancellation);
        try {
            return CompletableFuture.supplyAsync(() -> question.apply(loaded()), thread)
                    .get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Cancelled.exception();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof TranscriptionException known) {
                throw known;
            }
            throw new TranscriptionException(
                    FaultCode.INTERNAL, "telling speakers apart failed: " + e.getMessage(), e.getCause());
        }
    }

    private SpeakerNetworks loaded() {
        SpeakerNetworks open = networks;
        if (open == null) {
            open = loader.get();
            networks = open;
        }
        return open;
    }

    /** Frees the networks on their thread, behind what waits there. */
    public CompletableFuture<Void> close() {
        return CompletableFuture.runAsync(
                () -> {
                    SpeakerNetworks open = networks;
                    networks = null;
                    if (open != null) {
                        open.close();
                    }
                },
                thread);
    }
}
