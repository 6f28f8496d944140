package dev.sotto.pipeline;

import dev.sotto.model.ModelConfig;
import dev.sotto.pipeline.SeekClips.Clip;
import dev.sotto.pipeline.SilenceSkip.Verdict;
import dev.sotto.pipeline.WindowSegments.Span;
import dev.sotto.transcript.PartialTranscript;
import dev.sotto.transcript.ResumePoint;
import dev.sotto.transcript.Segment;
import dev.sotto.transcript.Transcript;
import dev.sotto.transcript.TranscriptionListener;
import dev.sotto.transcript.TranscriptionOptions;
import dev.sotto.whisper.EncodedWindow;
import dev.sotto.whisper.decode.DecodingResult;
import dev.sotto.whisper.decode.DecodingTask;
import dev.sotto.whisper.decode.DecodingTasks;
import dev.sotto.whisper.mel.Frames;
import dev.sotto.whisper.token.WhisperTokenizer;
import dev.sotto.whisper.token.Whitespace;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;

/** One pass over one recording: the state that {@link SequentialTranscriber} keeps while it runs. One thread, one use. */
final class SequentialRun {
    private final ScaledFrames frames;
    private final SpokenLanguage language;
    private final TranscriptionOptions options;
    private final IntPredicate isFaint;
    private final TranscriptionListener listener;
    private final EngineCalls calls;
    private final ModelConfig model;
    private final WhisperTokenizer tokenizer;
    private final WindowAttempts attempts;
    private final FallbackLadder ladder;
    private final PromptHistory history;
    private final SpokenWindows spoken;
    private final PromptTokens words;
    private final List<Segment> segments = new ArrayList<>();
    private final List<Integer> textTokens = new ArrayList<>();
    private double secondsDone;
    private boolean isFirstWindow = true;

    SequentialRun(
            ScaledFrames frames,
            DecodingJob job,
            IntPredicate isFaint,
            TranscriptionListener listener,
            EngineCalls calls) {
        this.frames = frames;
        this.language = job.spoken();
        this.options = job.options();
        this.isFaint = isFaint;
        this.listener = listener;
        this.calls = calls;
        this.model = calls.engine().model();
        this.tokenizer = calls.engine().tokenizer();
        this.attempts = new WindowAttempts(options, language.code(), new DecodingTasks(model, tokenizer));
        this.ladder = new FallbackLadder(options.fallback());
        this.spoken = new SpokenWindows(options, new WordTimer(model, tokenizer, language.code(), options), calls);
        this.words = PromptTokens.of(options, tokenizer, model.dimensions().textContext());
        this.history =
                new PromptHistory(initialPrompt(), options.prompt().carryInitialPrompt(), words.promptTokensMax());
    }

    private List<Integer> initialPrompt() {
        return options.prompt()
                .initialPrompt()
                .map(text -> tokenizer.encode(" " + Whitespace.strip(text)))
                .orElse(List.of());
    }

    /** @param finished what an earlier run over the same recording has finished */
    Transcript run(Optional<PartialTranscript> finished) {
        int contentFrames = frames.contentFrames();
        double totalSeconds = frames.durationSeconds();
        List<Clip> clips = SeekClips.of(options.wantedSpans(), contentFrames).clips();
        Optional<ResumePoint.Sequential> point = finished.map(this::restore);
        listener.language(language.code());
        progressTo(point.map(at -> WindowPlace.seconds(at.seekFrames())).orElse(0.0), totalSeconds);
        for (int i = point.map(ResumePoint.Sequential::clip).orElse(0); i < clips.size(); i++) {
            Clip clip = clips.get(i);
            int seek =
                    point.isPresent() && point.get().clip() == i ? point.get().seekFrames() : clip.startFrame();
            while (seek < clip.endFrame()) {
                seek += window(seek, Math.min(Frames.PER_WINDOW, clip.endFrame() - seek));
                progressTo(seek < contentFrames ? WindowPlace.seconds(seek) : totalSeconds, totalSeconds);
                if (seek < clip.endFrame() || i < clips.size() - 1) {
                    listener.finished(reached(i, seek));
                }
            }
        }
        String text = Whitespace.strip(tokenizer.decode(textTokens));
        return new Transcript(options.task(), language.code(), totalSeconds, text, segments)
                .inLanguageOf(language.probability());
    }

    private ResumePoint.Sequential restore(PartialTranscript finished) {
        ResumePoint.Sequential point = (ResumePoint.Sequential) finished.resume();
        segments.addAll(finished.segments());
        finished.segments().forEach(segment -> textTokens.addAll(segment.tokens()));
        history.restore(point.prompt());
        spoken.restore(point.lastSpeechSeconds());
        isFirstWindow = false;
        return point;
    }

    private ResumePoint reached(int clip, int seek) {
        return new ResumePoint.Sequential(
                language.code(),
                frames.peak(),
                clip,
                seek,
                history.remembered(),
                spoken.lastSpeechSeconds(),
                language.probability());
    }

    /** Clips may come in any order; what is done is never undone. */
    private void progressTo(double seconds, double totalSeconds) {
        secondsDone = Math.max(secondsDone, Math.min(seconds, totalSeconds));
        listener.progress(secondsDone, totalSeconds);
    }

    /** Decodes one window. Returns how many frames further the next one begins. */
    private int window(int seek, int windowFrames) {
        try (EncodedWindow window = frames.encode(seek, windowFrames, calls)) {
            DecodingResult result = decodeWithFallback(window, seek);
            isFirstWindow = false;
            if (ladder.isSilence(result) || (isFaint.test(seek) && !FaintText.isBelieved(result, ladder))) {
                return windowFrames;
            }
            WindowSegments cut = WindowSegments.of(
                    result,
                    windowFrames,
                    model.tokens().timestampBegin(),
                    Frames.PER_WINDOW / model.dimensions().audioContext());
            WindowPlace place = new WindowPlace(seek, windowFrames, frames.contentFrames(), spoken.lastSpeechSeconds());
            Verdict verdict = spoken.judge(
                    window,
                    new Verdict(segments(cut, seek, result), seek + cut.advanceFrames(), false),
                    place,
                    cut.endsInSilence());
            if (!verdict.redone()) {
                deliver(verdict.segments(), result);
            }
            // Never stand still, whatever the tokens say.
            return verdict.nextSeek() > seek ? verdict.nextSeek() - seek : windowFrames;
        }
    }

    private void deliver(List<Segment> windowSegments, DecodingResult result) {
        List<Integer> windowTokens = new ArrayList<>();
        for (Segment one : windowSegments) {
            Segment segment = emptied(one);
            segments.add(segment);
            windowTokens.addAll(segment.tokens());
            listener.segment(segment);
        }
        textTokens.addAll(windowTokens);
        history.add(windowTokens);
        if (!options.prompt().conditionOnPreviousText()
                || result.temperature() > options.prompt().promptResetOnTemperature()) {
            history.reset();
        }
    }

    /** A prompt that comes back as text is asked again without it; not where the transcript is to be the reference's own. */
    private DecodingResult decodeWithFallback(EncodedWindow window, int seek) {
        List<Integer> prompt = words.prompt(history.prompt(), isFirstWindow);
        DecodingResult result = decodeWithFallback(window, seek, prompt);
        boolean isEcho = options.speech().filters()
                && !prompt.isEmpty()
                && HallucinationRules.isEcho(
                        result.text(), options.prompt().initialPrompt().orElse(""));
        return isEcho ? decodeWithFallback(window, seek, List.of()) : result;
    }

    private DecodingResult decodeWithFallback(EncodedWindow window, int seek, List<Integer> prompt) {
        List<Integer> prefix = words.prefix(isFirstWindow);
        int last = isFaint.test(seek) ? 0 : attempts.count() - 1;
        for (int rung = 0; rung < last; rung++) {
            DecodingResult result = decode(window, attempts.task(rung, prompt, prefix, seed(seek, rung)));
            if (!ladder.needsFallback(result)) {
                return result;
            }
        }
        return decode(window, attempts.task(last, prompt, prefix, seed(seek, last)));
    }

    private DecodingResult decode(EncodedWindow window, DecodingTask task) {
        return listener.wantsPartial() ? calls.decode(window, task, this::partial) : calls.decode(window, task);
    }

    private void partial(List<Integer> tokens) {
        listener.partial(Whitespace.strip(tokenizer.decodeText(tokens)));
    }

    /** Its own for each attempt, the same in each run. */
    private long seed(int seek, int rung) {
        return options.fallback().seed() * 31 + seek * 31L * 31 + rung;
    }

    private List<Segment> segments(WindowSegments cut, int seek, DecodingResult result) {
        double offset = WindowPlace.seconds(seek);
        List<Segment> windowSegments = new ArrayList<>();
        for (Span span : cut.spans()) {
            windowSegments.add(new Segment(
                    segments.size() + windowSegments.size(),
                    seek,
                    offset + span.startSeconds(),
                    offset + span.endSeconds(),
                    tokenizer.decodeText(span.tokens()),
                    span.tokens(),
                    result.temperature(),
                    result.averageLogProbability(),
                    result.compressionRatio(),
                    result.noSpeechProbability(),
                    List.of()));
        }
        return windowSegments;
    }

    /** A segment that takes no time or says nothing keeps its place, without a text. */
    private static Segment emptied(Segment segment) {
        boolean empty = segment.startSeconds() == segment.endSeconds()
                || Whitespace.strip(segment.text()).isEmpty();
        return empty ? segment.emptied() : segment;
    }
}
