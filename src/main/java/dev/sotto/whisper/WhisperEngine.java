package dev.sotto.whisper;

import dev.sotto.model.ModelConfig;
import dev.sotto.transcript.Cancellation;
import dev.sotto.whisper.decode.DecodingResult;
import dev.sotto.whisper.decode.DecodingTask;
import dev.sotto.whisper.mel.FrameBlock;
import dev.sotto.whisper.token.WhisperTokenizer;
import dev.sotto.whisper.word.AlignmentTask;
import dev.sotto.whisper.word.TokenAlignment;
import java.util.concurrent.CompletableFuture;

/**
 * One model ready to work, shared by all transcriptions. Thread-safe; answers come on the engine's thread, so nothing
 * slow may be chained to them. A future fails with {@link EngineException} when the device does, and with {@link
 * java.util.concurrent.CancellationException} when its caller asked to stop.
 */
public interface WhisperEngine {
    ModelConfig model();

    WhisperTokenizer tokenizer();

    CompletableFuture<Double> logMelPeak(FrameBlock block);

    CompletableFuture<EncodedWindow> encode(FrameBlock block, double peak);

    /** Only for multilingual models. */
    CompletableFuture<LanguageDetection> detectLanguage(EncodedWindow window);

    CompletableFuture<DecodingResult> decode(EncodedWindow window, DecodingTask task, Cancellation cancellation);

    /** Where in a window its known text is heard. Windows that wait at the same time share a pass. */
    CompletableFuture<TokenAlignment> align(EncodedWindow window, AlignmentTask task, Cancellation cancellation);
}
