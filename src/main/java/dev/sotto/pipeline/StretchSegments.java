package dev.sotto.pipeline;

import dev.sotto.audio.Waveform;
import dev.sotto.model.ModelConfig;
import dev.sotto.pipeline.WindowSegments.Span;
import dev.sotto.transcript.Segment;
import dev.sotto.transcript.TranscriptionOptions;
import dev.sotto.vad.SampleSpan;
import dev.sotto.whisper.decode.DecodingResult;
import dev.sotto.whisper.mel.Frames;
import dev.sotto.whisper.token.WhisperTokenizer;
import dev.sotto.whisper.token.Whitespace;
import java.util.ArrayList;
import java.util.List;

/**
 * From a decoded stretch to segments in the recording's time, without what nobody spoke, and to what of the stretch was
 * not heard yet. Immutable.
 */
final class StretchSegments {
    /** Speech behind a window's last word that is worth a window of its own. */
    private static final double UNHEARD_SECONDS_MIN = 1.0;

    private final SpokenParts parts;
    private final FallbackLadder ladder;
    private final ModelConfig model;
    private final WhisperTokenizer tokenizer;

    StretchSegments(SpokenParts parts, TranscriptionOptions options, ModelConfig model, WhisperTokenizer tokenizer) {
        this.parts = parts;
        this.ladder = new FallbackLadder(options.fallback());
        this.model = model;
        this.tokenizer = tokenizer;
    }

    /**
     * One stretch, cut.
     *
     * @param segments in order, in the stretch's own time
     * @param unheard the rest of the stretch if somebody speaks there, else empty
     */
    record Cut(List<Segment> segments, SampleSpan unheard) {}

    Cut of(SampleSpan stretch, DecodingResult result) {
        SampleSpan nothing = new SampleSpan(stretch.end(), stretch.end());
        if (ladder.isSilence(result) || result.text().isEmpty()) {
            return new Cut(List.of(), nothing);
        }
        List<Span> spans = spans(stretch, result);
        List<Segment> segments = new ArrayList<>();
        for (Span span : spans) {
            Segment segment = segment(span, result);
            if (!segment.text().isEmpty()) {
                segments.add(segment);
            }
        }
        return new Cut(segments, unheard(stretch, spans, result));
    }

    /** The spans that timestamps close, and the one left open at the end if its text is whole. */
    private List<Span> spans(SampleSpan stretch, DecodingResult result) {
        int frames = Math.toIntExact(stretch.length() / Frames.HOP_SAMPLES);
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

    private SampleSpan unheard(SampleSpan stretch, List<Span> spans, DecodingResult result) {
        double end = spans.isEmpty() ? 0 : spans.get(spans.size() - 1).endSeconds();
        long from = Math.min(stretch.end(), stretch.start() + Math.round(end * Waveform.SAMPLE_RATE));
        SampleSpan rest = new SampleSpan(from, stretch.end());
        boolean advances = end >= UNHEARD_SECONDS_MIN && !ladder.isLoop(result);
        boolean spoken = advances && parts.spokenSeconds(rest) >= UNHEARD_SECONDS_MIN;
        return spoken ? rest : new SampleSpan(stretch.end(), stretch.end());
    }

    /** Segments of a stretch, moved to where in the recording they are said; not numbered yet. */
    List<Segment> placed(SampleSpan stretch, List<Segment> segments) {
        TimestampRestorer times =
                new TimestampRestorer(parts.pieces(), parts.seconds(stretch.start()), parts.seconds(stretch.end()));
        int seek = (int) (parts.pieces().recordingSample(stretch.start()) / Frames.HOP_SAMPLES);
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
