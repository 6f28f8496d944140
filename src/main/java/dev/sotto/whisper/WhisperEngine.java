package dev.sotto.whisper;

import dev.sotto.model.ModelConfig;
import dev.sotto.transcript.Cancellation;
import dev.sotto.transcript.WorkClass;
import dev.sotto.whisper.decode.DecodingResult;
import dev.sotto.whisper.decode.DecodingTask;
import dev.sotto.whisper.mel.FrameBlock;
import dev.sotto.whisper.token.WhisperTokenizer;
import dev.sotto.whisper.word.AlignmentTask;
import dev.sotto.whisper.word.TokenAlignment;
import java.util.concurrent.CompletableFuture;

/**
 * One model ready to work, as one caller sees it. The model is shared: interactive work goes before bulk work, and callers
 * of one class with work waiting take turns, however much each of them has waiting. Thread-safe; answers come on the engine's thread, so nothing slow may be chained to them. A
 * future fails with {@link EngineException} when the device does or when the caller has too much waiting, and with {@link
 * java.util.concurrent.CancellationException} when its caller asked to stop. Who cancels a future stops waiting: what has
 * not begun is not done.
 */
public interface WhisperEngine {
    /** Of everything that is asked here. */
    WorkClass workClass();

    ModelConfig model();

    WhisperTokenizer tokenizer();

    /** How many requests of a kind (windows to encode, windows to decode) may wait for this caller; more are refused. */
    int waitingMax();

    CompletableFuture<Double> logMelPeak(FrameBlock block);

    /** With all positions that the network has, which is what the reference computes. */
    default CompletableFuture<EncodedWindow> encode(FrameBlock block, double peak) {
        return encode(block, peak, Integer.MAX_VALUE);
    }

    /**
     * Encodes a window.
     *
     * @param positions that the encoder computes and the decoder hears, of 20 ms each: enough for the block; all of them if
     *     the network has fewer
     */
    CompletableFuture<EncodedWindow> encode(FrameBlock block, double peak, int positions);

    /** Only for multilingual models. */
    CompletableFuture<LanguageDetection> detectLanguage(EncodedWindow window);

    /** As {@link #decode(EncodedWindow, DecodingTask, Cancellation, WindowListener)}, with nobody listening. */
    default CompletableFuture<DecodingResult> decode(
            EncodedWindow window, DecodingTask task, Cancellation cancellation) {
        return decode(window, task, cancellation, WindowListener.NONE);
    }

    /** Decodes a window; a request to stop is seen within a few steps. */
    CompletableFuture<DecodingResult> decode(
            EncodedWindow window, DecodingTask task, Cancellation cancellation, WindowListener listener);

    /** Where in a window its known text is heard. Windows that wait at the same time share a pass. */
    CompletableFuture<TokenAlignment> align(EncodedWindow window, AlignmentTask task, Cancellation cancellation);
}
