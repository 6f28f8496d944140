package dev.sotto.pipeline;

import dev.sotto.audio.Waveform;
import dev.sotto.transcript.Cancellation;
import dev.sotto.transcript.PartialTranscript;
import dev.sotto.transcript.ResumePoint;
import dev.sotto.transcript.Segment;
import dev.sotto.transcript.Transcript;
import dev.sotto.transcript.TranscriptionListener;
import dev.sotto.transcript.TranscriptionOptions;
import dev.sotto.transcript.Warning;
import dev.sotto.transcript.WarningCode;
import dev.sotto.vad.SampleSpan;
import dev.sotto.whisper.EncodedWindow;
import dev.sotto.whisper.WhisperEngine;
import dev.sotto.whisper.decode.DecodingResult;
import dev.sotto.whisper.mel.Frames;
import dev.sotto.whisper.token.Whitespace;
import dev.sotto.whisper.word.AlignmentTask;
import dev.sotto.whisper.word.AttentionLag;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;

/**
 * One pass over one recording, its windows decoded at once: the state that {@link BatchedTranscriber} keeps while it runs.
 * One thread, one use.
 */
final class BatchedRun {
    private static final Warning REPETITION = new Warning(
            WarningCode.REPETITION,
            "The model repeated words that were not said again; they were left out. If much is missing, name the"
                    + " language, or use a larger model.");

    private final SpokenParts parts;
    private final SpokenLanguage language;
    private final TranscriptionOptions options;
    private final TranscriptionListener listener;
    private final Cancellation cancellation;
    private final CompletionQueue box = new CompletionQueue();
    private final WindowDecoder decoder;
    private final SegmentCutter cutter;
    private final UnfinishedText unfinished;
    private final WordTimer timer;
    private final WhisperEngine engine;
    private final List<Window> windows = new ArrayList<>();
    private final List<Segment> segments = new ArrayList<>();
    private boolean isShortened; // by what the model repeated
    private int started;
    private int delivered;
    private int running;

    BatchedRun(SpokenParts parts, DecodingJob job, TranscriptionListener listener) {
        this.parts = parts;
        this.language = job.spoken();
        this.options = job.options();
        this.listener = listener;
        this.cancellation = job.cancellation();
        this.engine = job.engine();
        this.decoder = new WindowDecoder(job, box);
        this.unfinished = new UnfinishedText(
                parts, FallbackLadder.hearingRepetition(options.fallback()), engine.model(), engine.tokenizer());
        this.cutter = new SegmentCutter(unfinished);
        this.timer = new WordTimer(engine.model(), engine.tokenizer(), language.code(), options);
        parts.windows().forEach(part -> windows.add(new Window(part)));
    }

    /** A window and what is known of it. */
    private static final class Window {
        private final SampleSpan part;
        private final List<Segment> segments = new ArrayList<>();
        private boolean isDone;

        Window(SampleSpan part) {
            this.part = part;
        }
    }

    /**
     * Runs to the end.
     *
     * @param first the first window, if it is encoded already; taken over
     * @param finished what an earlier run over the same recording has finished
     */
    Transcript run(Optional<EncodedWindow> first, Optional<PartialTranscript> finished) {
        double total = parts.recording().durationSeconds();
        finished.ifPresent(this::restore);
        listener.language(language.code());
        try (box;
                decoder) {
            first.ifPresent(this::startEncoded); // before the listener hears of it: it belongs to somebody from here on
            listener.progress(delivered == 0 ? 0 : secondsDone(total), total);
            while (delivered < windows.size()) {
                startMore();
                box.takeOne();
                if (cancellation.isRequested()) {
                    throw EngineCalls.cancelled();
                }
                deliver(total);
            }
            listener.progress(total, total);
        } catch (CancellationException e) {
            throw EngineCalls.cancelled();
        } catch (CompletionException e) {
            throw EngineCalls.failed(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw EngineCalls.cancelled();
        }
        StringBuilder text = new StringBuilder();
        segments.forEach(segment -> text.append(segment.text()));
        return new Transcript(options.task(), language.code(), total, Whitespace.strip(text.toString()), segments)
                .inLanguageOf(language.probability())
                .withWarnings(isShortened ? List.of(REPETITION) : List.of());
    }

    private void restore(PartialTranscript finished) {
        ResumePoint.Batched point = (ResumePoint.Batched) finished.resume();
        started = Math.min(windows.size(), point.windows());
        isShortened = point.isShortened();
        delivered = started;
        segments.addAll(finished.segments());
        if (started > 0) {
            decoder.goesOn();
        }
    }

    private void startEncoded(EncodedWindow encoded) {
        Window window = windows.get(started++);
        running++;
        SampleSpan part = window.part;
        boolean isFaint = parts.isFaint(part);
        decoder.decode(
                encoded,
                parts.sound(part),
                part.start(),
                isFaint,
                (open, result) -> finish(window, part, open, result));
    }

    private void startMore() {
        int most = Math.min(RecordingTranscriber.WINDOWS_AT_ONCE_MAX, engine.waitingMax());
        while (started < windows.size() && running < most) {
            Window window = windows.get(started++);
            running++;
            start(window, window.part, List.of());
        }
    }

    /** @param said tokens of the same window before this part */
    private void start(Window window, SampleSpan part, List<Integer> said) {
        Waveform sound = parts.sound(part);
        boolean isFaint = parts.isFaint(part);
        decoder.decode(sound, part.start(), said, isFaint, (open, result) -> finish(window, part, open, result));
    }

    private void finish(Window window, SampleSpan part, EncodedWindow open, DecodingResult result) {
        if (parts.isFaint(part) && !FaintText.isBelieved(result, unfinished.ladder())) {
            decoder.release(open);
            window.isDone = true;
            running--;
            return;
        }
        if (!unfinished.isUnfinished(part, result)) {
            cut(window, part, open, result);
            return;
        }
        decoder.goOn(
                open,
                result.tokens(),
                more -> cut(
                        window,
                        part,
                        open,
                        unfinished.joined(part, result, more).orElse(result)));
    }

    private void cut(Window window, SampleSpan part, EncodedWindow open, DecodingResult result) {
        SegmentCutter.Cut cut = cutter.of(part, result);
        SilentCuts cuts = SilentCuts.of(parts.pieces(), part);
        boolean wantsWords = options.words().timestamps();
        int frames = Math.toIntExact(part.length() / Frames.HOP_SAMPLES);
        Optional<AlignmentTask> words =
                wantsWords || cuts.crossedBy(cut.segments()) ? timer.task(cut.segments(), frames) : Optional.empty();
        if (words.isEmpty()) {
            decoder.release(open);
            keep(window, part, cut.with(cuts.apart(cut.segments())));
            return;
        }
        box.ask(engine.align(open, words.get(), cancellation), alignment -> {
            decoder.release(open);
            List<Segment> timed = timer.timed(cut.segments(), alignment, 0);
            List<Segment> apart = wantsWords
                    ? cuts.apart(edges(part).ofSegments(timed), engine.tokenizer())
                    : cuts.apart(cut.segments(), timed, engine.tokenizer());
            keep(window, part, cut.with(apart));
        });
    }

    private WordEdges edges(SampleSpan part) {
        return WordEdges.of(parts.sound(part), AttentionLag.seconds(engine.model()));
    }

    private void keep(Window window, SampleSpan part, SegmentCutter.Cut cut) {
        isShortened |= cut.isShortened();
        window.segments.addAll(cutter.placed(part, cut.segments()));
        if (cut.unheard().length() > 0) {
            List<Integer> said = new ArrayList<>();
            cut.segments().forEach(segment -> said.addAll(segment.tokens()));
            start(window, cut.unheard(), options.prompt().conditionOnPreviousText() ? said : List.of());
            return;
        }
        window.isDone = true;
        running--;
    }

    /** What is done, in order, as far as nothing before it is missing. */
    private void deliver(double total) {
        int before = delivered;
        while (delivered < windows.size() && windows.get(delivered).isDone) {
            Window window = windows.get(delivered++);
            for (Segment segment : window.segments) {
                Segment numbered = segment.numbered(segments.size(), segment.seekFrames());
                segments.add(numbered);
                listener.segment(numbered);
            }
            listener.progress(secondsDone(total), total);
        }
        if (delivered > before && delivered < windows.size()) {
            listener.finished(new ResumePoint.Batched(language.code(), delivered, isShortened, language.probability()));
        }
    }

    /** End of the last window delivered. */
    private double secondsDone(double total) {
        SampleSpan part = windows.get(delivered - 1).part;
        return Math.min(parts.pieces().recordingSeconds(parts.seconds(part.end()), true), total);
    }
}
