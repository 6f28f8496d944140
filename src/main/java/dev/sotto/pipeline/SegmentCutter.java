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
     */
    record Cut(List<Segment> segments, SampleSpan unheard) {}

    Cut of(SampleSpan part, DecodingResult result) {
        SampleSpan nothing = new SampleSpan(part.end(), part.end());
        if (ladder.isSilence(result) || result.text().isEmpty()) {
            return new Cut(List.of(), nothing);
        }
        List<Span> spans = spans(part, result);
        List<Segment> segments = new ArrayList<>();
        for (Span span : spans) {
            Segment segment = segment(span, result);
            if (!segment.text().isEmpty()) {
                segments.add(segment);
            }
        }
        return new Cut(segments, unheard(part, spans, result));
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
