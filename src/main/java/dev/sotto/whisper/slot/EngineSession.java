package dev.sotto.whisper.slot;

import dev.sotto.model.ModelConfig;
import dev.sotto.transcript.Cancellation;
import dev.sotto.transcript.WorkClass;
import dev.sotto.whisper.EncodedWindow;
import dev.sotto.whisper.LanguageDetection;
import dev.sotto.whisper.WhisperEngine;
import dev.sotto.whisper.WhisperNetwork;
import dev.sotto.whisper.WhisperNetwork.LanguageScores;
import dev.sotto.whisper.WindowListener;
import dev.sotto.whisper.decode.DecodingResult;
import dev.sotto.whisper.decode.DecodingTask;
import dev.sotto.whisper.mel.FrameBlock;
import dev.sotto.whisper.token.WhisperTokenizer;
import dev.sotto.whisper.word.AlignmentTask;
import dev.sotto.whisper.word.TokenAlignment;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** An engine as one caller sees it: what it asks waits in queues of its own. Thread-safe. */
final class EngineSession implements WhisperEngine, EngineRequest.Session {
    private final SlotEngine engine;
    private final WorkClass workClass;

    EngineSession(SlotEngine engine, WorkClass workClass) {
        this.engine = engine;
        this.workClass = workClass;
    }

    @Override
    public WorkClass workClass() {
        return workClass;
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
        return engine.limits().eachMax();
    }

    @Override
    public CompletableFuture<Double> logMelPeak(FrameBlock block) {
        return engine.pass(this, NetworkPass.PEAK, network -> network.logMelPeak(block));
    }

    @Override
    public CompletableFuture<EncodedWindow> encode(FrameBlock block, double peak, int positions) {
        return engine.pass(this, NetworkPass.ENCODER, network -> engine.hold(network.encode(block, peak, positions)));
    }

    @Override
    public CompletableFuture<LanguageDetection> detectLanguage(EncodedWindow window) {
        return engine.pass(this, NetworkPass.LANGUAGE, network -> detect(network, (HeldWindow) window));
    }

    private LanguageDetection detect(WhisperNetwork network, HeldWindow window) {
        window.requireOpen();
        List<String> codes = List.copyOf(model().languages().keySet());
        int[] ids = model().languages().values().stream()
                .mapToInt(Integer::intValue)
                .toArray();
        LanguageScores scores = network.detectLanguage(window.features(), ids);
        Map<String, Double> probabilities = new LinkedHashMap<>();
        int best = 0;
        for (int i = 0; i < ids.length; i++) {
            probabilities.put(codes.get(i), (double) scores.probabilities()[i]);
            best = scores.probabilities()[i] > scores.probabilities()[best] ? i : best;
        }
        return new LanguageDetection(codes.get(best), probabilities, scores.noSpeechProbability());
    }

    @Override
    public CompletableFuture<DecodingResult> decode(
            EncodedWindow window, DecodingTask task, Cancellation cancellation, WindowListener listener) {
        CompletableFuture<DecodingResult> answer = new CompletableFuture<>();
        engine.decode(new DecodeWork(this, (HeldWindow) window, task, cancellation, listener, answer, false));
        return answer;
    }

    @Override
    public CompletableFuture<TokenAlignment> align(
            EncodedWindow window, AlignmentTask task, Cancellation cancellation) {
        CompletableFuture<TokenAlignment> answer = new CompletableFuture<>();
        engine.align(new AlignmentPass.Work(this, (HeldWindow) window, task, cancellation, answer));
        return answer;
    }
}
