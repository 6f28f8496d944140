package dev.sotto.pipeline;

import dev.sotto.audio.DecodedMedia;
import dev.sotto.diarize.Diarization;
import dev.sotto.diarize.Diarizer;
import dev.sotto.diarize.SpeakerAnalysis;
import dev.sotto.diarize.SpeakerAnalyzer;
import dev.sotto.diarize.SpeakerBounds;
import dev.sotto.transcript.Cancellation;
import dev.sotto.transcript.PartialTranscript;
import dev.sotto.transcript.ResumePoint;
import dev.sotto.transcript.Segment;
import dev.sotto.transcript.Transcript;
import dev.sotto.transcript.TranscriptionListener;
import dev.sotto.transcript.TranscriptionOptions;
import dev.sotto.whisper.WhisperEngine;
import dev.sotto.whisper.token.WhisperTokenizer;
import java.util.Optional;

/**
 * Transcribes a recording and, where the options say so, tells its speakers apart. Text first: each of its windows can be
 * kept, so of an attempt that is cut off only the speakers are found anew. Blocks its thread. One recording.
 */
public final class SpeakerTranscriber {
    /** Of a recording's work, what text and words are. */
    private static final double TEXT = 0.75;

    private final ChannelTranscriber transcriber;
    private final SpeakerAnalyzer analyzer;
    private final WhisperTokenizer tokenizer;

    /** @param engine whose model the transcriber uses */
    public SpeakerTranscriber(ChannelTranscriber transcriber, SpeakerAnalyzer analyzer, WhisperEngine engine) {
        this.transcriber = transcriber;
        this.analyzer = analyzer;
        this.tokenizer = engine.tokenizer();
    }

    /**
     * As {@link ChannelTranscriber#transcribe}. Where speakers are told apart, the listener hears segments before they have
     * speakers and are split where the speaker changes.
     *
     * @throws dev.sotto.transcript.TranscriptionException also with what loading the speaker networks throws, before
     *     anything is transcribed
     */
    public Transcript transcribe(
            DecodedMedia media,
            TranscriptionOptions options,
            Optional<PartialTranscript> finished,
            TranscriptionListener listener,
            Cancellation cancellation) {
        if (!options.speakers().diarize()) {
            return transcriber.transcribe(media, options, finished, listener, cancellation);
        }
        if (media.isSplit() && media.channels().size() > 1) {
            return ChannelSpeakers.of(transcriber.transcribe(media, options, finished, listener, cancellation));
        }
        analyzer.prepare(cancellation);
        Transcript transcript =
                transcriber.transcribe(media, options, finished, new TextListener(listener), cancellation);
        SpanWaveform sound = SpanWaveform.around(media.channels().get(0), options.wantedSpans());
        double total = transcript.durationSeconds();
        SpeakerAnalysis analysis = analyzer.analyze(
                sound, part -> listener.progress((TEXT + (1 - TEXT) * part) * total, total), cancellation);
        Diarization diarization = Diarizer.diarize(analysis, SpeakerBounds.of(options.speakers()), cancellation);
        return new SpeakerSegments(diarization.placedAt(sound.startSeconds()), tokenizer::decodeText).of(transcript);
    }

    /** Progress over text and speakers, in seconds of the recording, so that it never goes back. */
    private record TextListener(TranscriptionListener listener) implements TranscriptionListener {
        @Override
        public void progress(double secondsDone, double secondsTotal) {
            listener.progress(TEXT * secondsDone, secondsTotal);
        }

        @Override
        public void segment(Segment segment) {
            listener.segment(segment);
        }

        @Override
        public void finished(ResumePoint point) {
            listener.finished(point);
        }

        @Override
        public void partial(String text) {
            listener.partial(text);
        }

        @Override
        public boolean wantsPartial() {
            return listener.wantsPartial();
        }
    }
}
