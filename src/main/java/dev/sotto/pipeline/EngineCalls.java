package dev.sotto.pipeline;

import dev.sotto.fault.FaultCode;
import dev.sotto.transcript.Cancellation;
import dev.sotto.transcript.TranscriptionException;
import dev.sotto.whisper.EncodedWindow;
import dev.sotto.whisper.LanguageDetection;
import dev.sotto.whisper.WhisperEngine;
import dev.sotto.whisper.decode.DecodingResult;
import dev.sotto.whisper.decode.DecodingTask;
import dev.sotto.whisper.mel.FrameBlock;
import dev.sotto.whisper.word.AlignmentTask;
import dev.sotto.whisper.word.TokenAlignment;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The engine as one transcription's thread sees it: each call waits for its answer and looks at the request to stop. */
final class EngineCalls {
    private final WhisperEngine engine;
    private final Cancellation cancellation;

    EngineCalls(WhisperEngine engine, Cancellation cancellation) {
        this.engine = engine;
        this.cancellation = cancellation;
    }

    WhisperEngine engine() {
        return engine;
    }

    double logMelPeak(FrameBlock block) {
        return await(engine.logMelPeak(block));
    }

    EncodedWindow encode(FrameBlock block, double peak) {
        return await(engine.encode(block, peak));
    }

    EncodedWindow encode(FrameBlock block, double peak, int positions) {
        return await(engine.encode(block, peak, positions));
    }

    LanguageDetection detectLanguage(EncodedWindow window) {
        return await(engine.detectLanguage(window));
    }

    DecodingResult decode(EncodedWindow window, DecodingTask task) {
        return await(engine.decode(window, task, cancellation));
    }

    /**
     * As above, for a caller who follows the window.
     *
     * @param partial given the tokens so far, on this thread, while the window is decoded
     */
    DecodingResult decode(EncodedWindow window, DecodingTask task, Consumer<List<Integer>> partial) {
        LatestValue<List<Integer>> latest = new LatestValue<>();
        CompletableFuture<DecodingResult> answer = engine.decode(window, task, cancellation, latest::put);
        var unused = answer.whenComplete((result, fault) -> latest.end());
        try {
            for (List<Integer> tokens = latest.take(); tokens != null; tokens = latest.take()) {
                partial.accept(tokens);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // seen again, and answered, where the answer is waited for
        }
        return await(answer);
    }

    TokenAlignment align(EncodedWindow window, AlignmentTask task) {
        return await(engine.align(window, task, cancellation));
    }

    private <T> T await(CompletableFuture<T> answer) {
        try {
            T value = answer.get();
            if (cancellation.isRequested()) {
                discard(value);
                throw cancelled();
            }
            return value;
        } catch (CancellationException e) {
            throw cancelled();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            giveUp(answer);
            throw cancelled();
        } catch (ExecutionException e) {
            throw failed(e);
        }
    }

    /** Stops waiting: what the engine has not begun it need not do, and a window that is encoded is given back. */
    static void giveUp(CompletableFuture<?> answer) {
        if (!answer.cancel(false) && !answer.isCompletedExceptionally()) {
            discard(answer.getNow(null));
        }
    }

    private static void discard(@Nullable Object value) {
        if (value instanceof EncodedWindow window) {
            window.close();
        }
    }

    /** @param e with the engine's reason as its cause */
    static TranscriptionException failed(Exception e) {
        return new TranscriptionException(
                FaultCode.INTERNAL, "the engine gave no answer: " + e.getMessage(), e.getCause());
    }

    static TranscriptionException cancelled() {
        return new TranscriptionException(
                FaultCode.CANCELLED, "the transcription was cancelled before it was finished");
    }
}
