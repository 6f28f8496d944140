package dev.sotto.vad;

import dev.sotto.audio.Waveform;
import dev.sotto.fault.FaultCode;
import dev.sotto.transcript.Cancellation;
import dev.sotto.transcript.TranscriptionException;
import dev.sotto.transcript.WorkClass;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Listens to whole recordings, block by block, on the one thread of its network. Thread-safe: blocks of several recordings
 * take turns, those of interactive work before those of bulk work. Of a recording it holds one block of samples and a number for each 32 ms.
 */
public final class SpeechDetector {
    /** 30 s: long enough to be one call's worth, short enough to let others through. */
    private static final int BLOCK_WINDOWS = 938;

    private static final int WINDOW = SpeechNetwork.WINDOW_SAMPLES;
    private static final int CONTEXT = SpeechNetwork.CONTEXT_SAMPLES;

    private final Executor thread;
    private final BlockQueue blocks;
    private final Supplier<SpeechNetwork> loader;
    private @Nullable SpeechNetwork network; // of the thread

    /**
     * Loads nothing yet.
     *
     * @param thread runs what it is given one after another, always on the same thread
     * @param loader called once, on that thread, when first somebody listens; may throw a {@link TranscriptionException}
     */
    public SpeechDetector(Executor thread, Supplier<SpeechNetwork> loader) {
        this.thread = thread;
        this.blocks = new BlockQueue(thread);
        this.loader = loader;
    }

    /**
     * Blocks until all is heard.
     *
     * @return for each 512 samples, the last ones filled up with silence, how probable speech is
     * @throws TranscriptionException with {@code CANCELLED}, {@code INTERNAL} or what the loader throws
     */
    public float[] probabilities(Waveform waveform, WorkClass workClass, Cancellation cancellation) {
        int windows = Math.toIntExact((waveform.sampleCount() + WINDOW - 1) / WINDOW);
        float[] probabilities = new float[windows];
        float[] state = new float[SpeechNetwork.STATE_NUMBERS];
        float gain = GainNormalizer.gain(waveform);
        for (int first = 0; first < windows; first += BLOCK_WINDOWS) {
            int count = Math.min(BLOCK_WINDOWS, windows - first);
            float[] samples = new float[CONTEXT + count * WINDOW];
            waveform.read((long) first * WINDOW - CONTEXT, samples, 0, samples.length);
            raise(samples, gain);
            SpeechNetwork.Heard heard = hear(samples, state, workClass, cancellation);
            System.arraycopy(heard.probabilities(), 0, probabilities, first, count);
            state = heard.state();
        }
        return probabilities;
    }

    /** Whether a recording is amplified before it is heard. Reads it. */
    public static boolean isQuiet(Waveform waveform) {
        return GainNormalizer.gain(waveform) != 1;
    }

    private static void raise(float[] samples, float gain) {
        for (int i = 0; gain != 1 && i < samples.length; i++) {
            samples[i] *= gain;
        }
    }

    private SpeechNetwork.Heard hear(float[] samples, float[] state, WorkClass workClass, Cancellation cancellation) {
        if (cancellation.isRequested()) {
            throw cancelled();
        }
        try {
            return CompletableFuture.supplyAsync(
                            () -> loaded().hear(samples, state), block -> blocks.submit(workClass, block))
                    .get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw cancelled();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof TranscriptionException known) {
                throw known;
            }
            throw new TranscriptionException(
                    FaultCode.INTERNAL, "voice detection failed: " + e.getMessage(), e.getCause());
        }
    }

    private SpeechNetwork loaded() {
        SpeechNetwork open = network;
        if (open == null) {
            open = loader.get();
            network = open;
        }
        return open;
    }

    private static TranscriptionException cancelled() {
        return new TranscriptionException(
                FaultCode.CANCELLED, "the transcription was cancelled before it was finished");
    }

    /** Frees the network on its thread, behind what waits there. */
    public CompletableFuture<Void> close() {
        return CompletableFuture.runAsync(
                () -> {
                    SpeechNetwork open = network;
                    network = null;
                    if (open != null) {
                        open.close();
                    }
                },
                thread);
    }
}
