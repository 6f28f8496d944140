package dev.sotto.worker.transcription;

import dev.sotto.audio.AudioException;
import dev.sotto.audio.DecodedMedia;
import dev.sotto.audio.MediaDecoder;
import dev.sotto.audio.Waveform;
import dev.sotto.diarize.SpeakerAnalyzer;
import dev.sotto.diarize.VoiceSample;
import dev.sotto.fault.FaultCode;
import dev.sotto.transcript.Cancellation;
import dev.sotto.transcript.MediaOptions;
import dev.sotto.transcript.TimeSpan;
import dev.sotto.transcript.TranscriptionException;
import dev.sotto.transcript.VoiceClip;
import dev.sotto.transcript.VoiceProfile;
import dev.sotto.transcript.WorkClass;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Makes voices of clips, blocking. Thread-safe. */
final class ClipVoices {
    /** A voice is known from a few seconds; nobody listens to a recording of hours for it. */
    private static final double SECONDS_MAX = 60;

    private final MediaDecoder decoder;

    ClipVoices(MediaDecoder decoder) {
        this.decoder = decoder;
    }

    /**
     * Listens to clips that came with a request.
     *
     * @throws TranscriptionException with {@code INVALID_VALUE}, naming the clip's place in the request, if it cannot be read or
     *     has no voice, or several
     */
    List<VoiceProfile> of(List<VoiceClip> clips, SpeakerAnalyzer analyzer, Cancellation cancellation) {
        List<VoiceProfile> voices = new ArrayList<>();
        for (VoiceClip clip : clips) {
            String field = "known_speaker_references[%d]".formatted(voices.size());
            VoiceSample.Made made;
            try {
                made = of(clip.content(), analyzer, cancellation);
            } catch (AudioException e) {
                throw isOfClip(e.code())
                        ? new TranscriptionException(
                                FaultCode.INVALID_VALUE, "%s cannot be read: %s".formatted(field, e.getMessage()), e)
                        : e;
            }
            if (made.fault().isPresent()) {
                throw new TranscriptionException(
                        FaultCode.INVALID_VALUE,
                        "%s %s".formatted(field, made.fault().get()));
            }
            voices.add(new VoiceProfile(clip.name(), made.vector()));
        }
        return voices;
    }

    /** @throws AudioException if it cannot be read */
    VoiceSample.Made of(byte[] clip, SpeakerAnalyzer analyzer, Cancellation cancellation) {
        return decoder.listen(
                clip,
                SECONDS_MAX,
                cancellation::isRequested,
                waveform -> VoiceSample.ofClip(analyzer.analyze(waveform, part -> {}, cancellation), cancellation));
    }

    /** As above, of a file. */
    VoiceSample.Made of(Path clip, SpeakerAnalyzer analyzer, Cancellation cancellation) {
        MediaOptions beginning = MediaOptions.of("", false, new TimeSpan(0, SECONDS_MAX));
        try (DecodedMedia media = decoder.decode(clip, beginning, WorkClass.INTERACTIVE, cancellation::isRequested)) {
            Waveform waveform = media.channels().get(0);
            return VoiceSample.ofClip(analyzer.analyze(waveform, part -> {}, cancellation), cancellation);
        }
    }

    static boolean isOfClip(FaultCode code) {
        return switch (code) {
            case EMPTY_FILE, INVALID_MEDIA, NO_AUDIO_STREAM, MEDIA_LIMIT_EXCEEDED -> true;
            default -> false;
        };
    }
}
