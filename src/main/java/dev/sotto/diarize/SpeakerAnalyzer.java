package dev.sotto.diarize;

import dev.sotto.audio.Waveform;
import dev.sotto.fault.FaultCode;
import dev.sotto.transcript.Cancellation;
import dev.sotto.transcript.TranscriptionException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.DoubleConsumer;
import java.util.function.Function;

/**
 * Has the two networks listen to a whole recording, a batch at a time, on their device. Thread-safe: between two batches the
 * device is free for others, so nobody waits for another's whole recording.
 */
public final class SpeakerAnalyzer {
    /** A batch of either network is a few tenths of a second of work: long enough to be worth a call. */
    private static final int CHUNKS_AT_ONCE = 8;

    /** Of the work of the two networks, what the segmentation does. */
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
        DoubleConsumer rest = part -> progress.accept(SEGMENTATION + (1 - SEGMENTATION) * part);
        double[][] vectors = new PieceVectors(waveform, pieces, space, rest)
                .heardBy((samples, rows) -> ask(open -> open.embed(samples, rows), cancellation));
        progress.accept(1);
        return new SpeakerAnalysis(heard, runs, pieces, vectors, space);
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
