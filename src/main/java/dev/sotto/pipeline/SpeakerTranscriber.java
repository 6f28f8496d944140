package dev.sotto.pipeline;

import dev.sotto.audio.DecodedMedia;
import dev.sotto.diarize.SpeakerAnalysis;
import dev.sotto.diarize.SpeakerAnalyzer;
import dev.sotto.diarize.StoredAnalysis;
import dev.sotto.transcript.Cancellation;
import dev.sotto.transcript.PartialTranscript;
import dev.sotto.transcript.RecordingStage;
import dev.sotto.transcript.SpeakerEvidence;
import dev.sotto.transcript.SpeakerGrouping;
import dev.sotto.transcript.SpeakerWork;
import dev.sotto.transcript.Transcript;
import dev.sotto.transcript.TranscriptionListener;
import dev.sotto.transcript.TranscriptionOptions;
import dev.sotto.transcript.VoiceProfile;
import dev.sotto.whisper.WhisperEngine;
import dev.sotto.whisper.token.WhisperTokenizer;
import java.util.List;
import java.util.Map;
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
    private final Voices voices;

    /**
     * Known voices by which speakers are called.
     *
     * @param sent made of clips that came with the request; kept with the evidence
     * @param library of the library of the job's owner; not kept, since what is deleted there is gone
     */
    public record Voices(List<VoiceProfile> sent, List<VoiceProfile> library) {
        public static final Voices NONE = new Voices(List.of(), List.of());

        public Voices {
            sent = List.copyOf(sent);
            library = List.copyOf(library);
        }
    }

    /** @param engine whose model the transcriber uses */
    public SpeakerTranscriber(
            ChannelTranscriber transcriber, SpeakerAnalyzer analyzer, WhisperEngine engine, Voices voices) {
        this.voices = voices;
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
    public Spoken transcribe(
            DecodedMedia media,
            TranscriptionOptions options,
            Optional<PartialTranscript> finished,
            TranscriptionListener listener,
            Cancellation cancellation) {
        if (!options.speakers().diarize()) {
            return new Spoken(text(media, options, finished, listener, cancellation), Optional.empty());
        }
        if (media.isSplit() && media.channels().size() > 1) {
            Transcript channels = text(media, options, finished, listener, cancellation);
            return new Spoken(ChannelSpeakers.of(channels), Optional.empty());
        }
        analyzer.prepare(cancellation);
        boolean isAlone = options.speakers().work() == SpeakerWork.ALONE;
        Transcript transcript = isAlone
                ? textless(media, options)
                : text(media, options, finished, new TextListener(listener), cancellation);
        SpanWaveform sound = SpanWaveform.around(media.channels().get(0), options.wantedSpans());
        double total = transcript.durationSeconds();
        double before = isAlone ? 0 : TEXT;
        SpeakerAnalysis analysis = listener.timed(
                RecordingStage.SPEAKERS,
                () -> analyzer.analyze(
                        sound, part -> listener.progress((before + (1 - before) * part) * total, total), cancellation));
        SpeakerEvidence evidence = new SpeakerEvidence(
                StoredAnalysis.write(analysis),
                sound.startSeconds(),
                transcript,
                WordEnds.of(transcript.segments(), tokenizer::decodeText),
                voices.sent());
        SpeakerGrouping asked = new SpeakerGrouping(options.speakers(), List.of(), Map.of(), voices.library());
        return new Spoken(SpeakerRegrouping.of(evidence, asked, cancellation), Optional.of(evidence));
    }

    private Transcript text(
            DecodedMedia media,
            TranscriptionOptions options,
            Optional<PartialTranscript> finished,
            TranscriptionListener listener,
            Cancellation cancellation) {
        return listener.timed(
                RecordingStage.TEXT, () -> transcriber.transcribe(media, options, finished, listener, cancellation));
    }

    /** Of a recording of which only the speakers are wanted. */
    private static Transcript textless(DecodedMedia media, TranscriptionOptions options) {
        return new Transcript(
                options.task(),
                options.language().orElse(""),
                media.channels().get(0).durationSeconds(),
                "",
                List.of());
    }

    /**
     * What came of a recording.
     *
     * @param evidence empty where no voices were told apart
     */
    public record Spoken(Transcript transcript, Optional<SpeakerEvidence> evidence) {}

    /** Progress over text and speakers, in seconds of the recording, so that it never goes back. */
    private record TextListener(TranscriptionListener listener) implements ForwardingListener {
        @Override
        public void progress(double secondsDone, double secondsTotal) {
            listener.progress(TEXT * secondsDone, secondsTotal);
        }
    }
}
