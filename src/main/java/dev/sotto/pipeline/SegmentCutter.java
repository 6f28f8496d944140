package dev.sotto.pipeline;

import dev.sotto.audio.Waveform;
import dev.sotto.model.ModelConfig;
import dev.sotto.pipeline.WindowSegments.Span;
import dev.sotto.transcript.Segment;
import dev.sotto.vad.SampleSpan;
import dev.sotto.whisper.decode.DecodingResult;
import dev.sotto.whisper.mel.Frames;
import dev.sotto.whisper.token.WhisperTokenizer;
import dev.sotto.whisper.token.Whitespace;
import java.util.ArrayList;
import java.util.List;

/**
 * From a decoded part to segments in the recording's time, without what nobody spoke, and to what of the part was
 * not heard yet. Immutable.
 */
final class SegmentCutter {
    /** Speech behind a window's last word that is worth a window of its own. */
    private static final double UNHEARD_SECONDS_MIN = 1.0;

    /** The same where the model says that a sentence begins there. */
    private static final double UNFINISHED_SECONDS_MIN = 0.5;

    /** One step of Whisper's times: nothing is said in less. */
    private static final double NO_TIME_SECONDS = 0.02;

    private final SpokenParts parts;
    private final FallbackLadder ladder;
    private final ModelConfig model;
    private final WhisperTokenizer tokenizer;
    private final UnfinishedText unfinished;

    SegmentCutter(UnfinishedText unfinished) {
        this.unfinished = unfinished;
        this.parts = unfinished.parts();
        this.ladder = unfinished.ladder();
        this.model = unfinished.model();
        this.tokenizer = unfinished.tokenizer();
    }

    /**
     * One part, cut.
     *
     * @param segments in order, in the part's own time
     * @param unheard the rest of the part if somebody speaks there, else empty
     * @param isShortened whether text that repeated itself was left out
     */
    record Cut(List<Segment> segments, SampleSpan unheard, boolean isShortened) {
        Cut with(List<Segment> others) {
            return new Cut(others, unheard, isShortened);
        }
    }

    Cut of(SampleSpan part, DecodingResult result) {
        SampleSpan nothing = new SampleSpan(part.end(), part.end());
        if (ladder.isSilence(result) || result.text().isEmpty()) {
            return new Cut(List.of(), nothing, false);
        }
        List<Span> spans = spans(part, result);
        List<Segment> segments = new ArrayList<>();
        for (Span span : spans) {
            Segment segment = segment(span, result);
            if (!segment.text().isEmpty()) {
                segments.add(segment);
            }
        }
        List<Segment> kept = withoutRepeats(segments, parts.seconds(part.length()), ladder.isLoop(result));
        boolean isShortened = kept.size() < segments.size()
                || (ladder.isLoop(result)
                        && !HallucinationRules.withoutLoops(result.text()).equals(result.text()));
        return new Cut(kept, unheard(part, spans, result), isShortened);
    }

    /**
     * Without segments that say what the one before them said and take no time, because they lie behind the sound; and of a
     * loop without all but the first of four and more that say the same.
     *
     * @param soundSeconds length of the part
     */
    static List<Segment> withoutRepeats(List<Segment> segments, double soundSeconds, boolean isLoop) {
        List<Segment> kept = new ArrayList<>();
        int end;
        for (int from = 0; from < segments.size(); from = end) {
            List<String> said = HallucinationRules.words(segments.get(from).text());
            end = from + 1;
            while (end < segments.size()
                    && HallucinationRules.words(segments.get(end).text()).equals(said)) {
                end++;
            }
            kept.add(segments.get(from));
            boolean isLooping = isLoop && end - from >= HallucinationRules.REPEATS_MIN;
            segments.subList(from + 1, end).stream()
                    .filter(again -> !isLooping
                            && Math.min(again.endSeconds(), soundSeconds) - again.startSeconds() > NO_TIME_SECONDS)
                    .forEach(kept::add);
        }
        return kept;
    }

    /** The spans that timestamps close, and the one left open at the end if its text is whole. */
    private List<Span> spans(SampleSpan part, DecodingResult result) {
        int frames = Math.toIntExact(part.length() / Frames.HOP_SAMPLES);
        int timestampBegin = model.tokens().timestampBegin();
        int framesPerTimestamp = Frames.PER_WINDOW / model.dimensions().audioContext();
        WindowSegments cut = WindowSegments.of(result, frames, timestampBegin, framesPerTimestamp);
        List<Span> spans = new ArrayList<>(cut.spans());
        int closed = spans.stream().mapToInt(span -> span.tokens().size()).sum();
        List<Integer> open = result.tokens().subList(closed, result.tokens().size());
        if (!tokenizer.decodeText(open).isBlank() && !result.isCutOff()) {
            int first = open.get(0);
            double start = first < timestampBegin
                    ? spans.get(spans.size() - 1).endSeconds()
                    : (first - timestampBegin) * ((double) framesPerTimestamp / Frames.PER_SECOND);
            spans.add(new Span(start, (double) frames / Frames.PER_SECOND, open));
        }
        return spans;
    }

    private SampleSpan unheard(SampleSpan part, List<Span> spans, DecodingResult result) {
        double end = spans.isEmpty() ? 0 : spans.get(spans.size() - 1).endSeconds();
        long from = Math.min(part.end(), part.start() + Math.round(end * Waveform.SAMPLE_RATE));
        SampleSpan rest = new SampleSpan(from, part.end());
        boolean advances = end >= UNHEARD_SECONDS_MIN && !ladder.isLoop(result);
        double min = unfinished.endsOpen(result) ? UNFINISHED_SECONDS_MIN : UNHEARD_SECONDS_MIN;
        boolean spoken = advances && parts.spokenSeconds(rest) >= min;
        return spoken ? rest : new SampleSpan(part.end(), part.end());
    }

    /** Segments of a part, moved to where in the recording they are said; not numbered yet. */
    List<Segment> placed(SampleSpan part, List<Segment> segments) {
        TimestampRestorer times =
                new TimestampRestorer(parts.pieces(), parts.seconds(part.start()), parts.seconds(part.end()));
        int seek = (int) (parts.pieces().recordingSample(part.start()) / Frames.HOP_SAMPLES);
        return segments.stream()
                .map(segment -> times.restored(segment).numbered(0, seek))
                .toList();
    }

    private Segment segment(Span span, DecodingResult result) {
        String text = tokenizer.decodeText(span.tokens());
        String kept = ladder.isLoop(result) ? HallucinationRules.withoutLoops(text) : text;
        boolean empty = Whitespace.strip(kept).isEmpty();
        return new Segment(
                0,
                0,
                span.startSeconds(),
                span.endSeconds(),
                empty ? "" : kept,
                kept.equals(text) ? span.tokens() : tokenizer.encode(kept),
                result.temperature(),
                result.averageLogProbability(),
                result.compressionRatio(),
                result.noSpeechProbability(),
                List.of());
    }
}
