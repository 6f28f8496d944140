package dev.sotto.pipeline;

import dev.sotto.model.ModelConfig;
import dev.sotto.model.SpecialTokens;
import dev.sotto.transcript.Segment;
import dev.sotto.transcript.TranscriptionOptions;
import dev.sotto.whisper.EncodedWindow;
import dev.sotto.whisper.decode.DecodingTasks;
import dev.sotto.whisper.mel.Frames;
import dev.sotto.whisper.token.WhisperTokenizer;
import dev.sotto.whisper.word.AlignmentTask;
import dev.sotto.whisper.word.Punctuation;
import dev.sotto.whisper.word.SegmentWords;
import dev.sotto.whisper.word.TokenAlignment;
import dev.sotto.whisper.word.WordSplitter;
import java.util.List;
import java.util.Optional;

/**
 * Gives the segments of a window their words. Knows nothing of the windows around it, so any order will do: ask {@link
 * #task} of each, have the engine align them together, hand what it says to {@link #timed}. Immutable.
 */
final class WordTimer {
    private final List<Integer> startSequence;
    private final SpecialTokens special;
    private final int framesPerPosition;
    private final SegmentWords words;

    /** @param language code of the language that is spoken */
    WordTimer(ModelConfig model, WhisperTokenizer tokenizer, String language, TranscriptionOptions options) {
        this.special = model.tokens();
        this.startSequence = DecodingTasks.startSequence(model, language, options.task());
        this.framesPerPosition = Frames.PER_WINDOW / model.dimensions().audioContext();
        Punctuation punctuation = new Punctuation(
                options.words().prependPunctuations(), options.words().appendPunctuations());
        this.words = new SegmentWords(new WordSplitter(tokenizer, language), punctuation, special.endOfText());
    }

    /**
     * What to ask the engine about a window; empty if nothing is said in it.
     *
     * @param segments of one window, with all their tokens
     * @param windowFrames of audio in the window
     */
    Optional<AlignmentTask> task(List<Segment> segments, int windowFrames) {
        List<Integer> text = words.text(segments);
        return text.isEmpty()
                ? Optional.empty()
                : Optional.of(AlignmentTask.of(
                        startSequence,
                        special.noTimestamps(),
                        text,
                        special.endOfText(),
                        windowFrames / framesPerPosition));
    }

    /**
     * The segments with their words, moved to where those are said.
     *
     * @param alignment the engine's answer to {@link #task} of these segments
     * @param lastSpeechSeconds where the last word before this window ended; 0 if there was none
     */
    List<Segment> timed(List<Segment> segments, TokenAlignment alignment, double lastSpeechSeconds) {
        return words.deal(segments, alignment, lastSpeechSeconds);
    }

    /** {@link #task}, the engine's answer and {@link #timed} in one, for a caller that waits. */
    List<Segment> time(EncodedWindow window, List<Segment> segments, WindowPlace place, EngineCalls calls) {
        return task(segments, place.frames())
                .map(task -> timed(segments, calls.align(window, task), place.lastSpeechSeconds()))
                .orElse(segments);
    }
}
