package dev.sotto.transcript;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Who speaks in a recording, and when.
 *
 * @param speakers in the order in which they are first heard
 * @param turns in the order of their start; turns of two speakers may overlap, of one never
 * @param shortfall why there are fewer speakers than at least were asked for; empty where there are not
 */
public record Speakers(List<Summary> speakers, List<Turn> turns, Optional<Shortfall> shortfall) {
    public Speakers {
        speakers = List.copyOf(speakers);
        turns = List.copyOf(turns);
    }

    /**
     * One speaker.
     *
     * @param speaker label, as words and segments have it
     * @param seconds that they speak, alone or with others
     * @param turns how often
     * @param minor speaks so little that it may be a noise, or a voice heard twice
     * @param likeness cosine with the known voice that the speaker is called by; empty where it is called by none
     */
    public record Summary(String speaker, double seconds, int turns, boolean minor, OptionalDouble likeness) {
        /** Called by no known voice. */
        public Summary(String speaker, double seconds, int turns, boolean minor) {
            this(speaker, seconds, turns, minor, OptionalDouble.empty());
        }

        private static final double MINOR_SECONDS = 2;
        private static final double MINOR_FRACTION = 0.01;

        /**
         * Whether somebody who speaks so long speaks little.
         *
         * @param all seconds that all speakers speak, added up
         */
        public static boolean isMinor(double seconds, double all) {
            return seconds < MINOR_SECONDS || seconds < MINOR_FRACTION * all;
        }
    }

    /**
     * A span in which one speaker speaks, alone or with others.
     *
     * @param startSeconds from the beginning of the recording
     * @param endSeconds not past its end
     */
    public record Turn(double startSeconds, double endSeconds, String speaker) {}

    /** Why there are fewer speakers than at least were asked for. */
    public enum Shortfall {
        /** Nobody speaks: there are no speakers, whatever was asked for. */
        NO_SPEECH,
        /** The recording has too little speech to be divided among so many. */
        SPEAKER_COUNT_NOT_REACHED;

        /** As JSON has it. */
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** A, B, … Z, AA, AB and so on. */
    public static String label(int number) {
        String last = String.valueOf((char) ('A' + number % LETTERS));
        return number < LETTERS ? last : label(number / LETTERS - 1) + last;
    }

    private static final int LETTERS = 26;
}
