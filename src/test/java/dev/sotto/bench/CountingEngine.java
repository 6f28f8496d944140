package dev.sotto.bench;

import dev.sotto.model.ModelConfig;
import dev.sotto.transcript.Cancellation;
import dev.sotto.transcript.WorkClass;
import dev.sotto.whisper.EncodedWindow;
import dev.sotto.whisper.LanguageDetection;
import dev.sotto.whisper.WhisperEngine;
import dev.sotto.whisper.WindowListener;
import dev.sotto.whisper.decode.DecodingResult;
import dev.sotto.whisper.decode.DecodingTask;
import dev.sotto.whisper.mel.FrameBlock;
import dev.sotto.whisper.token.WhisperTokenizer;
import dev.sotto.whisper.word.AlignmentTask;
import dev.sotto.whisper.word.TokenAlignment;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Another engine, and how many windows it was asked to encode and to decode. With {@code -Dsotto.bench.windows=true} it prints
 * what each window says.
 */
final class CountingEngine implements WhisperEngine {
    private final WhisperEngine engine;
    private final AtomicInteger encoded = new AtomicInteger();
    private final AtomicInteger decoded = new AtomicInteger();
    private final AtomicLong positions = new AtomicLong();

    CountingEngine(WhisperEngine engine) {
        this.engine = engine;
    }

    int encoded() {
        return encoded.get();
    }

    /** Of all windows that were asked for, computed by the encoder. */
    long positions() {
        return positions.get();
    }

    int decoded() {
        return decoded.get();
    }

    @Override
    public WorkClass workClass() {
        return engine.workClass();
    }

    @Override
    public ModelConfig model() {
        return engine.model();
    }

    @Override
    public WhisperTokenizer tokenizer() {
        return engine.tokenizer();
    }

    @Override
    public int waitingMax() {
        return engine.waitingMax();
    }

    @Override
    public CompletableFuture<Double> logMelPeak(FrameBlock block) {
        return engine.logMelPeak(block);
    }

    @Override
    public CompletableFuture<EncodedWindow> encode(FrameBlock block, double peak, int positions) {
        encoded.incrementAndGet();
        this.positions.addAndGet(Math.min(positions, model().dimensions().audioContext()));
        return engine.encode(block, peak, positions);
    }

    @Override
    public CompletableFuture<LanguageDetection> detectLanguage(EncodedWindow window) {
        return engine.detectLanguage(window);
    }

    @Override
    public CompletableFuture<DecodingResult> decode(
            EncodedWindow window, DecodingTask task, Cancellation cancellation, WindowListener listener) {
        decoded.incrementAndGet();
        CompletableFuture<DecodingResult> answer = engine.decode(window, task, cancellation, listener);
        if (Boolean.getBoolean("sotto.bench.windows")) {
            var unused = answer.thenAccept(result -> System.out.println("    decoded " + spelled(result)));
        }
        return answer;
    }

    /** With times in angle brackets. */
    private String spelled(DecodingResult result) {
        int timestampBegin = model().tokens().timestampBegin();
        StringBuilder text = new StringBuilder("temperature %.1f, log probability %.2f, no speech %.2f, ratio %.2f: "
                .formatted(
                        result.temperature(),
                        result.averageLogProbability(),
                        result.noSpeechProbability(),
                        result.compressionRatio()));
        List<Integer> run = new ArrayList<>();
        for (int token : result.tokens()) {
            if (token >= timestampBegin) {
                text.append(tokenizer().decodeText(run));
                run.clear();
                text.append("<%.2f>".formatted((token - timestampBegin) * 0.02));
            } else {
                run.add(token);
            }
        }
        return text.append(tokenizer().decodeText(run)).toString();
    }

    @Override
    public CompletableFuture<TokenAlignment> align(
            EncodedWindow window, AlignmentTask task, Cancellation cancellation) {
        return engine.align(window, task, cancellation);
    }
}
