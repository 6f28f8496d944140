package dev.sotto.pipeline;

import dev.sotto.forcedalign.GivenText;
import dev.sotto.forcedalign.HeardWord;
import dev.sotto.forcedalign.RunJudge;
import dev.sotto.forcedalign.WindowScript;
import dev.sotto.forcedalign.WindowScript.Run;
import dev.sotto.forcedalign.WordKey;
import dev.sotto.model.ModelConfig;
import dev.sotto.transcript.Task;
import dev.sotto.transcript.Word;
import dev.sotto.vad.SampleSpan;
import dev.sotto.whisper.EncodedWindow;
import dev.sotto.whisper.decode.DecodingTasks;
import dev.sotto.whisper.mel.Frames;
import dev.sotto.whisper.token.WhisperTokenizer;
import dev.sotto.whisper.token.Whitespace;
import dev.sotto.whisper.word.AlignmentTask;
import dev.sotto.whisper.word.AttentionLag;
import dev.sotto.whisper.word.ForcedWord;
import dev.sotto.whisper.word.ForcedWord.Spelling;
import dev.sotto.whisper.word.WordSplitter;
import java.util.ArrayList;
import java.util.List;

/**
 * Has windows say given words, and finds out when. Words that were recognised and are not given are said along, so that their
 * sound goes to nobody else. Blocks its thread.
 */
final class WindowForcer {
    private final SpokenParts parts;
    private final EngineCalls calls;
    private final ModelConfig model;
    private final WhisperTokenizer tokenizer;
    private final List<Integer> startSequence;
    private final boolean writesBlanks;
    private final GivenText given;
    private final List<HeardWord> heard;

    /** @param language code of the language of the text */
    WindowForcer(SpokenParts parts, EngineCalls calls, String language, GivenText given, List<HeardWord> heard) {
        this.parts = parts;
        this.calls = calls;
        this.model = calls.engine().model();
        this.tokenizer = calls.engine().tokenizer();
        this.startSequence = DecodingTasks.startSequence(model, language, Task.TRANSCRIBE);
        this.writesBlanks = WordSplitter.writesBlanks(language);
        this.given = given;
        this.heard = heard;
    }

    /**
     * A given word in a window.
     *
     * @param given its index
     * @param startSeconds from the window's beginning
     * @param endSeconds from the window's beginning
     */
    record Said(int given, double startSeconds, double endSeconds, double probability) {}

    /** A word that the window is made to say; its index is -1 where it is not given. */
    private record Item(int run, int given, String word, Spelling spelling) {}

    /** The given words that are said in a window, in order. */
    List<Said> said(SampleSpan window, WindowScript script) {
        List<Run> runs = fitting(script);
        if (!anyGiven(runs)) {
            return List.of();
        }
        Frames frames = new Frames(parts.sound(window));
        try (EncodedWindow encoded = calls.encode(frames.content(), calls.logMelPeak(frames.hearing()))) {
            List<Item> items = items(runs);
            List<ForcedWord> forced = forced(encoded, window, items);
            List<Run> kept = judged(runs, items, forced);
            if (!kept.equals(runs)) {
                if (!anyGiven(kept)) {
                    return List.of();
                }
                items = items(kept);
                forced = forced(encoded, window, items);
            }
            return said(window, items, forced);
        }
    }

    private static boolean anyGiven(List<Run> runs) {
        return runs.stream().anyMatch(run -> !run.given().isEmpty());
    }

    private List<Run> fitting(WindowScript script) {
        return script.runs().stream()
                .map(run -> run.isSame() || RunJudge.fits(givenWords(run), run.roomSeconds()) ? run : unsaid(run))
                .toList();
    }

    private static Run unsaid(Run run) {
        return new Run(List.of(), run.heard(), false, run.roomSeconds());
    }

    private List<String> givenWords(Run run) {
        return run.given().stream().map(given.words()::get).toList();
    }

    /** No more than the network holds: then what is doubtful goes first, and in the end the last words. */
    private List<Item> items(List<Run> runs) {
        int tokensMax = model.dimensions().textContext() - startSequence.size() - 2;
        List<Item> items = itemsOf(runs);
        if (tokens(items) > tokensMax) {
            items = itemsOf(
                    runs.stream().map(run -> run.isSame() ? run : unsaid(run)).toList());
        }
        while (tokens(items) > tokensMax) {
            items = items.subList(0, items.size() - 1);
        }
        return items;
    }

    private static int tokens(List<Item> items) {
        return items.stream().mapToInt(item -> item.spelling().tokens().size()).sum();
    }

    private List<Item> itemsOf(List<Run> runs) {
        List<Item> items = new ArrayList<>();
        for (int i = 0; i < runs.size(); i++) {
            Run run = runs.get(i);
            int number = i;
            if (run.given().isEmpty()) {
                run.heard()
                        .forEach(word ->
                                items.add(item(number, -1, heard.get(word).text())));
            } else {
                run.given()
                        .forEach(word ->
                                items.add(item(number, word, given.words().get(word))));
            }
        }
        return items;
    }

    private Item item(int run, int index, String word) {
        return new Item(run, index, word, spelling(word));
    }

    private Spelling spelling(String word) {
        String plain = Whitespace.strip(word).replaceAll("\\s+", " ");
        int end = WordKey.soundingLength(plain);
        String said = plain.substring(0, end == 0 ? plain.length() : end);
        List<Integer> tokens = new ArrayList<>(tokenizer.encode(writesBlanks ? " " + said : said));
        int sounding = tokens.size();
        tokens.addAll(tokenizer.encode(plain.substring(said.length())));
        return new Spelling(tokens, sounding);
    }

    private List<ForcedWord> forced(EncodedWindow encoded, SampleSpan window, List<Item> items) {
        int framesPerPosition = Frames.PER_WINDOW / model.dimensions().audioContext();
        int positions = Math.toIntExact(window.length() / Frames.HOP_SAMPLES) / framesPerPosition;
        List<Spelling> words = items.stream().map(Item::spelling).toList();
        List<Integer> text =
                words.stream().flatMap(word -> word.tokens().stream()).toList();
        AlignmentTask task = AlignmentTask.of(
                startSequence,
                model.tokens().noTimestamps(),
                text,
                model.tokens().endOfText(),
                positions);
        return ForcedWord.of(words, calls.align(encoded, task));
    }

    /** The same runs, without the given words that are not said. */
    private List<Run> judged(List<Run> runs, List<Item> items, List<ForcedWord> forced) {
        double[] logProbability = new double[runs.size()];
        int[] tokens = new int[runs.size()];
        for (int i = 0; i < items.size(); i++) {
            logProbability[items.get(i).run()] += forced.get(i).logProbability();
            tokens[items.get(i).run()] += items.get(i).spelling().sounding();
        }
        List<Run> judged = new ArrayList<>();
        for (int i = 0; i < runs.size(); i++) {
            Run run = runs.get(i);
            boolean isDoubtful = !run.isSame() && !run.given().isEmpty();
            List<String> heardWords =
                    run.heard().stream().map(word -> heard.get(word).text()).toList();
            boolean isSaid = !isDoubtful
                    || (tokens[i] > 0 && RunJudge.isSaid(givenWords(run), heardWords, logProbability[i] / tokens[i]));
            judged.add(isSaid ? run : unsaid(run));
        }
        return judged;
    }

    private List<Said> said(SampleSpan window, List<Item> items, List<ForcedWord> forced) {
        List<Word> raw = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            ForcedWord word = forced.get(i);
            raw.add(new Word(items.get(i).word(), word.startSeconds(), word.endSeconds(), word.probability()));
        }
        List<Word> words =
                WordEdges.of(parts.sound(window), AttentionLag.seconds(model)).of(raw);
        List<Said> said = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            if (items.get(i).given() >= 0) {
                Word word = words.get(i);
                said.add(new Said(items.get(i).given(), word.startSeconds(), word.endSeconds(), word.probability()));
            }
        }
        return said;
    }
}
