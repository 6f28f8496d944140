package dev.sotto.audio;

import dev.sotto.transcript.Warning;
import java.util.List;

/**
 * The sound of a file: one waveform if its channels were mixed down, else one for each channel, of the same length. Closing
 * it closes them.
 *
 * @param isSplit whether the waveforms are channels, even if there is only one
 */
public record DecodedMedia(List<Waveform> channels, boolean isSplit) implements AutoCloseable {
    public DecodedMedia {
        channels = List.copyOf(channels);
        if (channels.isEmpty()) {
            throw new IllegalArgumentException("no channels; expected at least one");
        }
    }

    /** What the listener should know about the recording; mostly empty. */
    public List<Warning> warnings() {
        return channels.get(0).warnings();
    }

    @Override
    public void close() {
        channels.forEach(Waveform::close);
    }
}
