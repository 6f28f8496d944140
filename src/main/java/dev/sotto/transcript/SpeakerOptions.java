package dev.sotto.transcript;

import java.util.OptionalInt;

/**
 * Whether speakers are told apart, and how many are expected.
 *
 * @param diarize whether words and segments get speakers; words are then timed too
 * @param count so many speakers, neither more nor fewer; excludes the other two
 * @param min so many at least
 * @param max so many at most
 * @param work what is done beside
 * @param known voices by which speakers are called, where they have them
 */
public record SpeakerOptions(
        boolean diarize, OptionalInt count, OptionalInt min, OptionalInt max, SpeakerWork work, KnownVoices known) {
    /** More are never told apart: what bounds the memory of a recording without end. */
    public static final int COUNT_MAX = 200;

    public static final SpeakerOptions DEFAULTS = new Builder().build();

    private static final String COUNT = "num_speakers";
    private static final String MIN = "min_speakers";
    private static final String MAX = "max_speakers";

    public SpeakerOptions {
        if (work != SpeakerWork.WITH_TEXT && !diarize) {
            throw InvalidOption.without("diarize", "speaker_work", work);
        }
        if (!known.isEmpty() && !diarize) {
            throw InvalidOption.without("diarize", knownField(known), knownNames(known));
        }
        check(COUNT, count, diarize);
        check(MIN, min, diarize);
        check(MAX, max, diarize);
        if (count.isPresent()) {
            InvalidOption.check(min.isEmpty(), MIN, shown(min), "nothing beside " + COUNT);
            InvalidOption.check(max.isEmpty(), MAX, shown(max), "nothing beside " + COUNT);
        }
        if (min.isPresent() && max.isPresent()) {
            InvalidOption.check(
                    min.getAsInt() <= max.getAsInt(),
                    MIN,
                    shown(min),
                    "%d (%s) or less".formatted(max.getAsInt(), MAX));
        }
    }

    /** Without known voices. */
    public SpeakerOptions(boolean diarize, OptionalInt count, OptionalInt min, OptionalInt max, SpeakerWork work) {
        this(diarize, count, min, max, work, KnownVoices.NONE);
    }

    private static void check(String name, OptionalInt value, boolean diarize) {
        if (value.isPresent()) {
            InvalidOption.check(
                    value.getAsInt() >= 1 && value.getAsInt() <= COUNT_MAX,
                    name,
                    shown(value),
                    "a whole number from 1 to " + COUNT_MAX);
            if (!diarize) {
                throw InvalidOption.without("diarize", name, shown(value));
            }
        }
    }

    private static Object shown(OptionalInt value) {
        return value.isPresent() ? value.getAsInt() : "";
    }

    private static String knownField(KnownVoices known) {
        return known.voices().isEmpty() ? KnownVoices.FIELD : "known_speaker_names";
    }

    private static String knownNames(KnownVoices known) {
        return known.voices().isEmpty()
                ? String.join(", ", known.wanted())
                : known.voices().get(0).name();
    }

    /**
     * For where each channel of a recording is a speaker.
     *
     * @throws InvalidOption if a number of speakers or a known voice is given
     */
    public void checkNothingCounted() {
        String expected = "nothing beside channels=split, where each channel is a speaker";
        InvalidOption.check(count.isEmpty(), COUNT, shown(count), expected);
        InvalidOption.check(min.isEmpty(), MIN, shown(min), expected);
        InvalidOption.check(max.isEmpty(), MAX, shown(max), expected);
        if (!known.isEmpty()) {
            throw new InvalidOption(knownField(known), knownNames(known), expected);
        }
    }

    public static Builder builder() {
        return new Builder();
    }

    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.diarize = diarize;
        builder.count = count;
        builder.min = min;
        builder.max = max;
        builder.work = work;
        builder.known = known;
        return builder;
    }

    /** Collects options; what is not set keeps its default, which is written here and nowhere else. Not thread-safe. */
    public static final class Builder {
        private boolean diarize;

        public Builder diarize(boolean value) {
            diarize = value;
            return this;
        }

        private OptionalInt count = OptionalInt.empty();

        public Builder count(OptionalInt value) {
            count = value;
            return this;
        }

        private OptionalInt min = OptionalInt.empty();

        public Builder min(OptionalInt value) {
            min = value;
            return this;
        }

        private OptionalInt max = OptionalInt.empty();

        public Builder max(OptionalInt value) {
            max = value;
            return this;
        }

        private SpeakerWork work = SpeakerWork.WITH_TEXT;

        public Builder work(SpeakerWork value) {
            work = value;
            return this;
        }

        private KnownVoices known = KnownVoices.NONE;

        public Builder known(KnownVoices value) {
            known = value;
            return this;
        }

        public SpeakerOptions build() {
            return new SpeakerOptions(diarize, count, min, max, work, known);
        }
    }
}
