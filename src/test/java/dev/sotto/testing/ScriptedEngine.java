package dev.sotto.testing;

import dev.sotto.model.ModelConfig;
import dev.sotto.transcript.Cancellation;
import dev.sotto.transcript.WorkClass;
import dev.sotto.whisper.EncodedWindow;
import dev.sotto.whisper.LanguageDetection;
import dev.sotto.whisper.WhisperEngine;
import dev.sotto.whisper.WindowListener;
import dev.sotto.whisper.decode.CompressionRatio;
import dev.sotto.whisper.decode.DecodingResult;
import dev.sotto.whisper.decode.DecodingTask;
import dev.sotto.whisper.mel.FrameBlock;
import dev.sotto.whisper.token.WhisperTokenizer;
import dev.sotto.whisper.word.AlignmentTask;
import dev.sotto.whisper.word.TokenAlignment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/**
 * An engine without a network: answers what the test says. Windows are numbered in the order of being encoded. Everything
 * happens on the asking thread.
 */
public final class ScriptedEngine implements WhisperEngine {
    /** What a window says, by its number. */
    public interface Script {
        DecodingResult decode(int window, DecodingTask task);
    }

    public Script script = (window, task) -> result(0, "", 0, -0.1);

    /** What a window's language is, by its number. */
    public IntFunction<LanguageDetection> languages = window -> new LanguageDetection("en", Map.of("en", 1.0), 0.1);

    /** Whether windows wait until four are there, and are then answered backwards. */
    public boolean answerLastFirst;

    private final ModelConfig model;
    private final WhisperTokenizer tokenizer;
    private final AtomicInteger open = new AtomicInteger();
    private final List<Runnable> held = new ArrayList<>();
    private final List<Integer> positions = new ArrayList<>();
    private int encoded;

    private ScriptedEngine(ModelConfig model, WhisperTokenizer tokenizer) {
        this.model = model;
        this.tokenizer = tokenizer;
    }

    public static ScriptedEngine ofShippedModel() {
        return new ScriptedEngine(ShippedModel.TINY_EN.config(), ShippedModel.TINY_EN.tokenizer());
    }

    /**
     * Another engine, of a model that has this one's vocabulary and knows some languages.
     *
     * @param languages code to the id of its token
     */
    public ScriptedEngine multilingual(Map<String, Integer> languages, Optional<String> alignmentFault) {
        ModelConfig other = new ModelConfig(
                model.dimensions(),
                model.tokens(),
                true,
                languages,
                model.suppressTokens(),
                model.beginSuppressTokens(),
                model.alignmentHeads(),
                alignmentFault,
                model.vocabulary());
        return new ScriptedEngine(other, tokenizer);
    }

    public int openWindows() {
        return open.get();
    }

    /** How many windows were encoded. */
    public int encodedWindows() {
        return encoded;
    }

    /** Of each window, how many it was to have. */
    public List<Integer> positions() {
        return List.copyOf(positions);
    }

    /** A text between 0 s and {@code endSeconds}, closed by a timestamp of its own. */
    public DecodingResult result(double temperature, String text, double endSeconds, double logProbability) {
        int begin = model.tokens().timestampBegin();
        List<Integer> tokens = new ArrayList<>();
        tokens.add(begin);
        tokens.addAll(tokenizer.encode(text));
        tokens.add(begin + (int) Math.round(endSeconds * 50));
        return new DecodingResult(
                tokens, text.strip(), logProbability, 0.01, temperature, CompressionRatio.of(text.strip()), false);
    }

    private final class Numbered implements EncodedWindow {
        private final int number = encoded++;
        private boolean isClosed;

        @Override
        public void close() {
            if (!isClosed) {
                isClosed = true;
                open.decrementAndGet();
            }
        }
    }

    @Override
    public WorkClass workClass() {
        return WorkClass.BULK;
    }

    @Override
    public ModelConfig model() {
        return model;
    }

    @Override
    public WhisperTokenizer tokenizer() {
        return tokenizer;
    }

    @Override
    public int waitingMax() {
        return Integer.MAX_VALUE;
    }

    @Override
    public CompletableFuture<Double> logMelPeak(FrameBlock block) {
        return CompletableFuture.completedFuture(0.0);
    }

    @Override
    public CompletableFuture<EncodedWindow> encode(FrameBlock block, double peak, int positions) {
        this.positions.add(positions);
        open.incrementAndGet();
        return CompletableFuture.completedFuture(new Numbered());
    }

    @Override
    public CompletableFuture<LanguageDetection> detectLanguage(EncodedWindow window) {
        return CompletableFuture.completedFuture(languages.apply(((Numbered) window).number));
    }

    @Override
    public CompletableFuture<DecodingResult> decode(
            EncodedWindow window, DecodingTask task, Cancellation cancellation, WindowListener listener) {
        CompletableFuture<DecodingResult> answer = new CompletableFuture<>();
        Runnable work = () -> {
            try {
                answer.complete(script.decode(((Numbered) window).number, task));
            } catch (RuntimeException e) {
                answer.completeExceptionally(e);
            }
        };
        if (!answerLastFirst) {
            work.run();
            return answer;
        }
        held.add(0, work);
        if (held.size() == 4) {
            held.forEach(Runnable::run);
            held.clear();
        }
        return answer;
    }

    /** Every token of the text takes as long as every other. */
    @Override
    public CompletableFuture<TokenAlignment> align(
            EncodedWindow window, AlignmentTask task, Cancellation cancellation) {
        int rows = task.textTokens() + 1;
        int columns = Math.max(1, task.audioPositions());
        float[] weights = new float[rows * columns];
        for (int row = 0; row < rows; row++) {
            weights[row * columns + row * (columns - 1) / rows] = 1;
        }
        float[] probabilities = new float[task.textTokens()];
        Arrays.fill(probabilities, 0.9f);
        return CompletableFuture.completedFuture(new TokenAlignment(weights, columns, probabilities));
    }
}
