package dev.sotto.diarize;

/**
 * What is known of the vectors that a network makes of voices: measured for that network, and stored beside its weights.
 *
 * @param size numbers in a vector
 * @param channelAxis direction that tells the line a voice came over (telephone or not) instead of the voice, of unit
 *     length; it is taken out of every vector. Empty: nothing is taken out
 * @param threshold cosine distance at which two clusters of pieces are two voices
 * @param jumpFrom distance from which on a join is looked at whether it stands out
 * @param jumpRise how far a join must lie above all before it to stand out
 */
@SuppressWarnings("ArrayRecordComponent") // written once when the network is loaded; equality is never asked for
public record VoiceSpace(int size, float[] channelAxis, double threshold, double jumpFrom, double jumpRise) {
    public VoiceSpace {
        if (size < 1 || (channelAxis.length != 0 && channelAxis.length != size)) {
            throw new IllegalArgumentException(
                    "vectors of %d numbers and an axis of %d; expected equal sizes, or no axis"
                            .formatted(size, channelAxis.length));
        }
        if (!(threshold > 0 && threshold < 2) || !(jumpFrom >= 0) || !(jumpRise > 0)) {
            throw new IllegalArgumentException("threshold %s, jumps from %s by %s; expected cosine distances above 0"
                    .formatted(threshold, jumpFrom, jumpRise));
        }
    }
}
