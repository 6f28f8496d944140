package dev.sotto.pipeline;

import dev.sotto.audio.Waveform;
import dev.sotto.transcript.Cancellation;
import dev.sotto.transcript.TranscriptionOptions;
import dev.sotto.whisper.EncodedWindow;
import dev.sotto.whisper.WhisperEngine;
import dev.sotto.whisper.decode.DecodingResult;
import dev.sotto.whisper.decode.DecodingTask;
import dev.sotto.whisper.decode.DecodingTasks;
import dev.sotto.whisper.mel.Frames;
import dev.sotto.whisper.token.Whitespace;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** Takes windows from samples to an accepted attempt, any number of them at once, without waiting. One thread. */
final class WindowDecoder implements AutoCloseable {
    private final WhisperEngine engine;
    private final CompletionQueue box;
    private final TranscriptionOptions options;
    private final Cancellation cancellation;
    private final WindowAttempts attempts;
    private final FallbackLadder ladder;
    private final WindowLength length;
    private final List<Integer> prompt;
    private final PromptTokens words;
    private final Set<EncodedWindow> open = new HashSet<>();
    private boolean isFirst = true; // the next window to come

    WindowDecoder(DecodingJob job, CompletionQueue box) {
        this.engine = job.engine();
        this.box = box;
        this.options = job.options();
        this.cancellation = job.cancellation();
        this.attempts =
                new WindowAttempts(options, job.language(), new DecodingTasks(engine.model(), engine.tokenizer()));
        this.ladder = FallbackLadder.hearingRepetition(options.fallback());
        this.length = job.length();
        this.prompt = options.prompt()
                .initialPrompt()
                .map(text -> engine.tokenizer().encode(" " + Whitespace.strip(text)))
                .orElse(List.of());
        this.words = PromptTokens.of(
                options, engine.tokenizer(), engine.model().dimensions().textContext());
    }

    /**
     * Starts on a window.
     *
     * @param sound of one window, heard as if it were a whole recording: its own peak scales its spectrogram
     * @param seed its own for each window
     * @param said tokens that stand before it, behind the initial prompt
     * @param isFaint whether one attempt is enough: where nothing may be said, a drawn text is not believed
     * @param then takes the accepted attempt and the window, which is open until {@link #release}
     */
    void decode(
            Waveform sound,
            long seed,
            List<Integer> said,
            boolean isFaint,
            BiConsumer<EncodedWindow, DecodingResult> then) {
        List<Integer> before = new ArrayList<>(prompt);
        before.addAll(said);
        Wanted wanted = new Wanted(sound, seed, isFaint, takeFirst(), then);
        encode(wanted, positions(wanted), before);
    }

    private void encode(Wanted wanted, int positions, List<Integer> before) {
        Frames frames = new Frames(wanted.sound());
        box.ask(engine.logMelPeak(frames.hearing()), peak -> {
            box.ask(engine.encode(frames.content(), peak, positions), window -> {
                open.add(window);
                next(new Ladder(wanted, window, positions < length.positionsMax()), before);
            });
        });
    }

    private int positions(Wanted wanted) {
        return length.positions(new Frames(wanted.sound()).contentFrames(), wanted.isFaint());
    }

    /**
     * The same for a window that is encoded, with as many positions as its length asks for.
     *
     * @param window taken over
     */
    void decode(
            EncodedWindow window,
            Waveform sound,
            long seed,
            boolean isFaint,
            BiConsumer<EncodedWindow, DecodingResult> then) {
        open.add(window);
        Wanted wanted = new Wanted(sound, seed, isFaint, takeFirst(), then);
        next(new Ladder(wanted, window, positions(wanted) < length.positionsMax()), prompt);
    }

    /** The first window was an earlier run's: the next one has no prefix. */
    void goesOn() {
        isFirst = false;
    }

    private boolean takeFirst() {
        boolean first = isFirst;
        isFirst = false;
        return first;
    }

    /** What is asked about a window, heard whole or not; with the first one goes the caller's prefix. */
    private record Wanted(
            Waveform sound,
            long seed,
            boolean isFaint,
            boolean isFirst,
            BiConsumer<EncodedWindow, DecodingResult> then) {}

    /** A window's attempts so far. */
    private record Ladder(Wanted wanted, EncodedWindow window, boolean isCut, List<DecodingResult> attempts) {
        Ladder(Wanted wanted, EncodedWindow window, boolean isCut) {
            this(wanted, window, isCut, new ArrayList<>());
        }
    }

    private void next(Ladder window, List<Integer> before) {
        int rung = window.attempts().size();
        var answer = engine.decode(window.window(), task(window, rung, before), cancellation);
        box.ask(answer, result -> judge(window, result, before));
    }

    private void judge(Ladder window, DecodingResult result, List<Integer> before) {
        if (!before.isEmpty()
                && HallucinationRules.isEcho(
                        result.text(), options.prompt().initialPrompt().orElse(""))) {
            startOver(window, List.of()); // whatever is said is said without the prompt too
            return;
        }
        if (window.isCut() && isDoubtful(result)) {
            release(window.window());
            encode(window.wanted(), length.positionsMax(), before);
            return;
        }
        window.attempts().add(result);
        boolean last = window.wanted().isFaint() || window.attempts().size() == attempts.count();
        if (!ladder.needsFallback(result)) {
            accept(window, result, before);
        } else if (last) {
            accept(window, ladder.best(window.attempts()), before);
        } else {
            next(window, before);
        }
    }

    /** Whether the silence that was cut may be missing: what no check would let pass, or nothing where somebody was heard. */
    private boolean isDoubtful(DecodingResult result) {
        return result.text().isEmpty() || result.isCutOff() || ladder.needsFallback(result) || ladder.isSilence(result);
    }

    /** What comes out silent behind text of its own window, though somebody speaks there, is asked again without that text. */
    private void accept(Ladder window, DecodingResult result, List<Integer> before) {
        if (before.size() > prompt.size() && ladder.isSilence(result)) {
            startOver(window, prompt);
            return;
        }
        window.wanted().then().accept(window.window(), result);
    }

    private void startOver(Ladder window, List<Integer> before) {
        window.attempts().clear();
        next(window, before);
    }

    private DecodingTask task(Ladder window, int rung, List<Integer> before) {
        return attempts.task(
                rung,
                before.isEmpty() && !prompt.isEmpty()
                        ? before
                        : words.prompt(before, window.wanted().isFirst()),
                words.prefix(window.wanted().isFirst()),
                (options.fallback().seed() * 31 + window.wanted().seed()) * 31 + rung);
    }

    /**
     * Asks a window for the text behind its answer, once and greedily.
     *
     * @param said the answer so far, with its timestamps
     * @param then takes what comes behind it
     */
    void goOn(EncodedWindow window, List<Integer> said, Consumer<DecodingResult> then) {
        DecodingTask task = attempts.continuation(words.prompt(prompt, false), said);
        box.ask(engine.decode(window, task, cancellation), then);
    }

    /** A window that is no longer needed. */
    void release(EncodedWindow window) {
        if (open.remove(window)) {
            window.close();
        }
    }

    @Override
    public void close() {
        open.forEach(EncodedWindow::close);
        open.clear();
    }
}
