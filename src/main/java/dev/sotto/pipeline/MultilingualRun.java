package dev.sotto.pipeline;

import dev.sotto.transcript.PromptOptions;
import dev.sotto.transcript.Segment;
import dev.sotto.transcript.Transcript;
import dev.sotto.transcript.TranscriptionListener;
import dev.sotto.transcript.TranscriptionOptions;
import dev.sotto.transcript.Warning;
import dev.sotto.vad.SampleSpan;
import dev.sotto.whisper.token.Whitespace;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * One pass over one recording in which the language changes: a {@link BatchedRun} for each stretch of windows in one
 * language, one after another. It is begun anew after it was cut off. One thread, one use.
 */
final class MultilingualRun {
    private final SpokenParts parts;
    private final DecodingJob job;
    private final TranscriptionListener listener;
    private final List<Segment> segments = new ArrayList<>();
    private final Map<String, Integer> characters = new LinkedHashMap<>();
    private final List<Warning> warnings = new ArrayList<>();
    private double secondsDone;

    /**
     * Reads nothing yet.
     *
     * @param parts in windows of one language each, which are joined to longer ones where it stays the same
     * @param job its language is that of a recording without text
     */
    MultilingualRun(SpokenParts parts, DecodingJob job, TranscriptionListener listener) {
        this.parts = parts;
        this.job = job;
        this.listener = listener;
    }

    Transcript run(List<WindowLanguages.Run> runs) {
        double total = parts.recording().durationSeconds();
        listener.progress(0, total);
        for (WindowLanguages.Run run : runs) {
            SpokenParts some = parts.withWindows(joined(parts.windows().subList(run.first(), run.end())));
            DecodingJob inLanguage =
                    new DecodingJob(job.engine(), run.language(), options(run), job.length(), job.cancellation());
            Transcript part =
                    new BatchedRun(some, inLanguage, new Ears(run.language())).run(Optional.empty(), Optional.empty());
            warnings.addAll(part.warnings());
        }
        listener.progress(total, total);
        String text = segments.stream().map(Segment::text).collect(Collectors.joining());
        return new Transcript(job.options().task(), mostSpoken(), total, Whitespace.strip(text), segments)
                .withWarnings(warnings);
    }

    /** As few windows as hold them, none longer than the network hears at once. */
    private List<SampleSpan> joined(List<SampleSpan> windows) {
        List<SampleSpan> joined = new ArrayList<>();
        SampleSpan last = windows.get(0);
        for (SampleSpan window : windows.subList(1, windows.size())) {
            boolean isAlike = parts.isFaint(window) == parts.isFaint(last);
            if (isAlike && window.end() - last.start() <= WindowCuts.WINDOW_MAX) {
                last = new SampleSpan(last.start(), window.end());
            } else {
                joined.add(last);
                last = window;
            }
        }
        joined.add(last);
        return joined;
    }

    /** The caller's prefix begins the first window of the recording, not of each run. */
    private TranscriptionOptions options(WindowLanguages.Run run) {
        PromptOptions prompt = job.options().prompt();
        return run.first() == 0 || prompt.prefix().isEmpty()
                ? job.options()
                : job.options().toBuilder()
                        .prompt(prompt.toBuilder().prefix("").build())
                        .build();
    }

    private String mostSpoken() {
        return characters.entrySet().stream()
                .max(Comparator.comparingInt(Map.Entry::getValue))
                .map(Map.Entry::getKey)
                .orElse(job.language());
    }

    /** Hears one run as a part of the whole. */
    private final class Ears implements TranscriptionListener {
        private final String language;

        Ears(String language) {
            this.language = language;
        }

        /** Each run says that it has begun and that the recording has ended. */
        @Override
        public void progress(double done, double total) {
            if (done < total && done > secondsDone) {
                secondsDone = done;
                listener.progress(done, total);
            }
        }

        @Override
        public void segment(Segment segment) {
            Segment own =
                    segment.numbered(segments.size(), segment.seekFrames()).inLanguage(language);
            segments.add(own);
            characters.merge(language, own.text().length(), Integer::sum);
            listener.segment(own);
        }
    }
}
