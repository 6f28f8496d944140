package dev.sotto.pipeline;

import dev.sotto.audio.Waveform;
import dev.sotto.transcript.Segment;
import dev.sotto.transcript.Transcript;
import dev.sotto.transcript.TranscriptionListener;
import dev.sotto.vad.SampleSpan;

/** A recording as if nothing lay between its spoken parts, and the way back from there. */
final class ClosedUpRecording {
    private final SpokenParts parts;
    private final RestoredTimes times;
    private final double totalSeconds;

    ClosedUpRecording(SpokenParts parts) {
        this.parts = parts;
        this.times = new RestoredTimes(
                parts.pieces(), 0, parts.seconds(parts.pieces().samples()));
        this.totalSeconds = parts.recording().durationSeconds();
    }

    Waveform sound() {
        return parts.sound(new SampleSpan(0, parts.pieces().samples()));
    }

    Transcript restored(Transcript closedUp) {
        return new Transcript(
                closedUp.task(),
                closedUp.language(),
                totalSeconds,
                closedUp.text(),
                closedUp.segments().stream().map(times::restored).toList());
    }

    /** Tells a listener of the recording what happens in closed-up time. */
    TranscriptionListener restoring(TranscriptionListener listener) {
        return new TranscriptionListener() {
            @Override
            public void progress(double secondsDone, double secondsTotal) {
                listener.progress(recordingSeconds(secondsDone, secondsTotal), totalSeconds);
            }

            @Override
            public void segment(Segment segment) {
                listener.segment(times.restored(segment));
            }

            @Override
            public void partial(String text) {
                listener.partial(text);
            }
        };
    }

    private double recordingSeconds(double secondsDone, double secondsTotal) {
        if (secondsDone >= secondsTotal) {
            return totalSeconds;
        }
        return secondsDone == 0 ? 0 : times.end(secondsDone);
    }
}
