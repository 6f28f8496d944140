package dev.sotto.pipeline;

import dev.sotto.audio.Waveform;
import dev.sotto.transcript.Segment;
import dev.sotto.transcript.Transcript;
import dev.sotto.transcript.TranscriptionListener;
import dev.sotto.transcript.TranscriptionOptions;
import dev.sotto.vad.SampleSpan;
import dev.sotto.whisper.mel.Frames;
import dev.sotto.whisper.token.WhisperTokenizer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A recording as if nothing lay between its spoken parts, and the way back from there. */
final class SpeechOnlyRecording {
    private final SpokenParts parts;
    private final TimestampRestorer times;
    private final SilentCuts cuts;
    private final WhisperTokenizer tokenizer;
    private final double totalSeconds;

    SpeechOnlyRecording(SpokenParts parts, WhisperTokenizer tokenizer) {
        this.tokenizer = tokenizer;
        this.cuts =
                SilentCuts.of(parts.pieces(), new SampleSpan(0, parts.pieces().samples()));
        this.parts = parts;
        this.times = new TimestampRestorer(
                parts.pieces(), 0, parts.seconds(parts.pieces().samples()));
        this.totalSeconds = parts.recording().durationSeconds();
    }

    Waveform sound() {
        return parts.sound(new SampleSpan(0, parts.pieces().samples()));
    }

    /** Whether a frame of closed-up time lies where only faint speech was found. */
    boolean isFaint(int frame) {
        long at = (long) frame * Frames.HOP_SAMPLES;
        return at < parts.pieces().samples() && parts.isFaint(new SampleSpan(at, at + 1));
    }

    /** The options for closed-up time: its clips are those between which ordinary speech and faint speech change. */
    TranscriptionOptions options(TranscriptionOptions options) {
        return options.withoutClips().toBuilder().clips(parts.alikeSpans()).build();
    }

    /** @param before its first segments, which are in the recording's time already */
    Transcript restored(Transcript closedUp, List<Segment> before) {
        List<Segment> segments = new ArrayList<>(before);
        closedUp.segments().stream()
                .skip(before.size())
                .flatMap(this::restored)
                .forEach(segment -> segments.add(segment.numbered(segments.size(), segment.seekFrames())));
        return new Transcript(closedUp.task(), closedUp.language(), totalSeconds, closedUp.text(), segments)
                .inLanguageOf(closedUp.languageProbability())
                .withWarnings(closedUp.warnings());
    }

    private Stream<Segment> restored(Segment segment) {
        List<Segment> apart =
                segment.words().isEmpty() ? cuts.apart(List.of(segment)) : cuts.apart(List.of(segment), tokenizer);
        return apart.stream().map(times::restored);
    }

    /**
     * Tells a listener of the recording what happens in closed-up time.
     *
     * @param before how many segments an earlier run has told
     */
    TranscriptionListener restoring(TranscriptionListener listener, int before) {
        return new RestoringListener(listener, before);
    }

    private final class RestoringListener implements ForwardingListener {
        private final TranscriptionListener listener;
        private int next;

        RestoringListener(TranscriptionListener listener, int before) {
            this.listener = listener;
            this.next = before;
        }

        @Override
        public TranscriptionListener listener() {
            return listener;
        }

        @Override
        public void progress(double secondsDone, double secondsTotal) {
            listener.progress(recordingSeconds(secondsDone, secondsTotal), totalSeconds);
        }

        @Override
        public void segment(Segment segment) {
            restored(segment).forEach(part -> listener.segment(part.numbered(next++, part.seekFrames())));
        }
    }

    private double recordingSeconds(double secondsDone, double secondsTotal) {
        if (secondsDone >= secondsTotal) {
            return totalSeconds;
        }
        return secondsDone == 0 ? 0 : times.end(secondsDone);
    }
}
