package dev.sotto.pipeline;

import dev.sotto.audio.DecodedMedia;
import dev.sotto.audio.Waveform;
import dev.sotto.transcript.Cancellation;
import dev.sotto.transcript.PartialTranscript;
import dev.sotto.transcript.ResumePoint;
import dev.sotto.transcript.Segment;
import dev.sotto.transcript.Transcript;
import dev.sotto.transcript.TranscriptionListener;
import dev.sotto.transcript.TranscriptionOptions;
import dev.sotto.transcript.Warning;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Transcribes what was decoded of a file: one waveform as it is, channels one after another, each as if it were a recording,
 * with its own language. Thread-safe; each call blocks its thread until the transcript is whole.
 */
public final class ChannelTranscriber {
    private final RecordingTranscriber recordings;

    public ChannelTranscriber(RecordingTranscriber recordings) {
        this.recordings = recordings;
    }

    /**
     * As {@link RecordingTranscriber#transcribe}. Of channels, the listener hears each segment with its channel and the
     * number that it has in there; the transcript's own numbers follow time. Channels apart are begun anew after a
     * cut-off.
     */
    public Transcript transcribe(
            DecodedMedia media,
            TranscriptionOptions options,
            Optional<PartialTranscript> finished,
            TranscriptionListener listener,
            Cancellation cancellation) {
        OneScript script = new OneScript(options, media.isSplit() ? Optional.empty() : finished);
        return script.written(transcribed(media, options, finished, script.before(listener), cancellation));
    }

    private Transcript transcribed(
            DecodedMedia media,
            TranscriptionOptions options,
            Optional<PartialTranscript> finished,
            TranscriptionListener listener,
            Cancellation cancellation) {
        List<Waveform> channels = media.channels();
        if (!media.isSplit()) {
            return recordings.transcribe(channels.get(0), options, finished, listener, cancellation);
        }
        listener.channels(channels.size());
        List<Transcript> transcripts = new ArrayList<>();
        for (int channel = 0; channel < channels.size(); channel++) {
            TranscriptionListener ears = new ChannelListener(listener, channel, channels.size());
            transcripts.add(recordings.transcribe(channels.get(channel), options, ears, cancellation));
        }
        return merged(transcripts);
    }

    /** Segments of all channels in the order in which they begin. */
    static Transcript merged(List<Transcript> channels) {
        List<Segment> byTime = new ArrayList<>();
        for (int channel = 0; channel < channels.size(); channel++) {
            for (Segment segment : channels.get(channel).segments()) {
                byTime.add(segment.ofChannel(channel));
            }
        }
        byTime.sort(Comparator.comparingDouble(Segment::startSeconds)); // stable: a tie goes to the lower channel
        List<Segment> numbered = new ArrayList<>();
        for (Segment segment : byTime) {
            numbered.add(segment.numbered(numbered.size(), segment.seekFrames()));
        }
        String text = numbered.stream().map(Segment::text).collect(Collectors.joining());
        Transcript first = channels.get(0);
        List<Warning> warnings = channels.stream()
                .flatMap(channel -> channel.warnings().stream())
                .toList();
        Transcript most = mostSpoken(channels);
        return new Transcript(first.task(), most.language(), first.durationSeconds(), text.strip(), numbered)
                .inLanguageOf(most.languageProbability())
                .withWarnings(warnings);
    }

    /** The channel in which most is said, whose language counts; of equals the first. */
    private static Transcript mostSpoken(List<Transcript> channels) {
        Transcript most = channels.get(0);
        for (Transcript channel : channels) {
            most = channel.text().length() > most.text().length() ? channel : most;
        }
        return most;
    }

    /** Progress over all channels, in seconds of the recording, so that it never goes back. */
    private record ChannelListener(TranscriptionListener listener, int channel, int channels)
            implements ForwardingListener {
        @Override
        public void progress(double secondsDone, double secondsTotal) {
            listener.progress((channel * secondsTotal + secondsDone) / channels, secondsTotal);
        }

        @Override
        public void segment(Segment segment) {
            listener.segment(segment.ofChannel(channel));
        }

        /** A point in one channel is none in the recording. */
        @Override
        public void finished(ResumePoint point) {}
    }
}
