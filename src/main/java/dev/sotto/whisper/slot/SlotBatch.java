package dev.sotto.whisper.slot;

import dev.sotto.model.ModelConfig;
import dev.sotto.whisper.EngineException;
import dev.sotto.whisper.LanguageDetection;
import dev.sotto.whisper.WhisperNetwork;
import dev.sotto.whisper.WhisperNetwork.LanguageScores;
import dev.sotto.whisper.WhisperNetwork.SlotProgress;
import dev.sotto.whisper.WhisperNetwork.SlotTokens;
import dev.sotto.whisper.decode.CompressionRatio;
import dev.sotto.whisper.decode.DecodingResult;
import dev.sotto.whisper.token.WhisperTokenizer;
import dev.sotto.whisper.token.Whitespace;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CancellationException;

/** The running slots, always a dense prefix of the network's. Engine's thread only. */
final class SlotBatch {
    private final WhisperNetwork network;
    private final ModelConfig model;
    private final WhisperTokenizer tokenizer;
    private final List<Running> running = new ArrayList<>(); // position in the list = slot

    SlotBatch(WhisperNetwork network, ModelConfig model, WhisperTokenizer tokenizer) {
        this.network = network;
        this.model = model;
        this.tokenizer = tokenizer;
    }

    private record Running(SlotWork.Decode work, double noSpeechProbability) {}

    boolean isRunning() {
        return !running.isEmpty();
    }

    /** Takes work in order of arrival while a slot is free. */
    void fill(Queue<SlotWork> waiting) {
        while (running.size() < network.slots()) {
            SlotWork work = waiting.poll();
            if (work == null) {
                return;
            }
            start(work);
        }
    }

    private void start(SlotWork work) {
        if (work.window().isClosed()) {
            work.answer().completeExceptionally(new IllegalStateException("the window is closed"));
            return;
        }
        try {
            if (work instanceof SlotWork.Detect detect) {
                detect.answer().complete(detect(detect));
            } else if (work instanceof SlotWork.Decode decode) {
                enter(decode);
            }
        } catch (RuntimeException | Error e) { // whatever it is, somebody waits for an answer
            work.answer().completeExceptionally(EngineException.deviceFailed("starting a window", e));
        }
    }

    private void enter(SlotWork.Decode decode) {
        if (decode.cancellation().isRequested()) {
            decode.answer().completeExceptionally(new CancellationException());
            return;
        }
        double noSpeech = network.enter(running.size(), decode.window().features(), decode.task());
        running.add(new Running(decode, noSpeech));
    }

    private LanguageDetection detect(SlotWork.Detect detect) {
        List<String> codes = List.copyOf(model.languages().keySet());
        int[] ids =
                model.languages().values().stream().mapToInt(Integer::intValue).toArray();
        LanguageScores scores =
                network.detectLanguage(running.size(), detect.window().features(), ids);
        Map<String, Double> probabilities = new LinkedHashMap<>();
        int best = 0;
        for (int i = 0; i < ids.length; i++) {
            probabilities.put(codes.get(i), (double) scores.probabilities()[i]);
            best = scores.probabilities()[i] > scores.probabilities()[best] ? i : best;
        }
        return new LanguageDetection(codes.get(best), probabilities, scores.noSpeechProbability());
    }

    /** Decodes all running slots for a few steps, then retires what is finished or no longer wanted. */
    void advance(int steps) {
        if (running.isEmpty()) {
            return;
        }
        SlotProgress[] progress;
        try {
            progress = network.run(running.size(), steps);
        } catch (RuntimeException | Error e) { // whatever it is, somebody waits for an answer
            abandon(EngineException.deviceFailed("decoding", e));
            return;
        }
        for (int slot = running.size() - 1; slot >= 0; slot--) {
            if (slot >= running.size()) {
                return; // a fault while retiring has abandoned them all
            }
            if (progress[slot].finished()
                    || running.get(slot).work().cancellation().isRequested()) {
                retire(slot, progress[slot].finished());
            }
        }
    }

    void abandon(EngineException reason) {
        running.forEach(one -> one.work().answer().completeExceptionally(reason));
        running.clear();
    }

    private void retire(int slot, boolean finished) {
        Running retired = running.get(slot);
        try {
            if (finished) {
                retired.work().answer().complete(result(slot, retired));
            } else {
                retired.work().answer().completeExceptionally(new CancellationException());
            }
            closeGap(slot);
        } catch (RuntimeException | Error e) { // whatever it is, somebody waits for an answer
            EngineException reason = EngineException.deviceFailed("retiring a window", e);
            retired.work().answer().completeExceptionally(reason);
            abandon(reason);
        }
    }

    private void closeGap(int slot) {
        int last = running.size() - 1;
        if (slot < last) {
            network.move(last, slot);
            running.set(slot, running.get(last));
        }
        running.remove(last);
    }

    private DecodingResult result(int slot, Running retired) {
        SlotTokens sampled = network.tokens(slot);
        List<Integer> tokens = new ArrayList<>();
        for (int id : sampled.sampled()) {
            if (id == model.tokens().endOfText()) {
                break;
            }
            tokens.add(id);
        }
        String text = Whitespace.strip(tokenizer.decode(tokens));
        return new DecodingResult(
                tokens,
                text,
                sampled.logProbability() / (tokens.size() + 1),
                retired.noSpeechProbability(),
                retired.work().task().temperature(),
                CompressionRatio.of(text));
    }
}
