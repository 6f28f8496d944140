package dev.sotto.diarize;

import dev.sotto.transcript.Speakers;

/**
 * One voice of a recording.
 *
 * @param number from 0, in the order in which speakers are first heard
 * @param seconds that they speak, alone or with others
 * @param turns how often
 * @param minor speaks less than 2 s or a hundredth of all speech: perhaps no speaker but a noise, or a voice heard twice
 * @param voice unit vector of the network's {@link VoiceSpace}; empty where no piece was long enough for one
 */
@SuppressWarnings("ArrayRecordComponent") // read only; equality is never asked for
public record Speaker(int number, double seconds, int turns, boolean minor, double[] voice) {
    /** A, B, … Z, AA, AB and so on. */
    public String label() {
        return Speakers.label(number);
    }
}
