package dev.sotto.diarize;

/**
 * A span in which one speaker speaks, alone or with others.
 *
 * @param startSeconds from the beginning of the recording
 * @param endSeconds not past its end
 * @param speaker number, from 0 in the order in which speakers are first heard
 */
public record SpeakerTurn(double startSeconds, double endSeconds, int speaker) {
    public double seconds() {
        return endSeconds - startSeconds;
    }
}
