package dev.sotto.transcript;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Which sound of a file is transcribed.
 *
 * @param track audio track, from 0; empty means the one in {@code trackLanguage}, or else the first
 * @param trackLanguage code such as {@code de} or {@code ger}: the first audio track that the file marks with it
 * @param splitsChannels whether each channel gets a transcript of its own, merged by time; else they are mixed down
 * @param span what of the recording; times in the transcript stay the recording's
 */
public record MediaOptions(OptionalInt track, Optional<String> trackLanguage, boolean splitsChannels, TimeSpan span) {
    /** The whole of the first track, mixed down. */
    public static final MediaOptions DEFAULTS = new Builder().build();

    private static final String TRACK = "audio_track";
    private static final String TRACK_EXPECTED = "a number from 0, or a code such as de";

    public MediaOptions {
        trackLanguage = trackLanguage.map(code -> code.toLowerCase(Locale.ROOT));
        if (track.isPresent()) {
            int number = track.getAsInt();
            trackLanguage.ifPresent(code -> {
                throw new InvalidOption(TRACK, number + " and " + code, TRACK_EXPECTED);
            });
            InvalidOption.check(number >= 0, TRACK, number, TRACK_EXPECTED);
        }
        trackLanguage.ifPresent(code -> InvalidOption.check(code.matches("[a-z]{2,3}"), TRACK, code, TRACK_EXPECTED));
    }

    /** With the track as a person writes it. */
    public static MediaOptions of(String track, boolean splitsChannels, TimeSpan span) {
        return builder().track(track).splitsChannels(splitsChannels).span(span).build();
    }

    /** What of these spans lies within the span; where there are none, the span itself unless it is everything. */
    List<TimeSpan> within(List<TimeSpan> spans) {
        if (span.equals(TimeSpan.WHOLE)) {
            return spans;
        }
        List<TimeSpan> wanted = spans.isEmpty() ? List.of(TimeSpan.WHOLE) : spans;
        List<TimeSpan> kept = wanted.stream()
                .filter(part -> part.endSeconds() >= span.startSeconds() && part.startSeconds() <= span.endSeconds())
                .map(span::intersection)
                .toList();
        return kept.isEmpty() ? List.of(new TimeSpan(span.startSeconds(), span.startSeconds())) : kept;
    }

    /** The same sound with its channels apart. */
    public MediaOptions split() {
        return toBuilder().splitsChannels(true).build();
    }

    /** The same sound of the whole recording. */
    MediaOptions whole() {
        return toBuilder().span(TimeSpan.WHOLE).build();
    }

    public static Builder builder() {
        return new Builder();
    }

    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.track = track;
        builder.trackLanguage = trackLanguage;
        builder.splitsChannels = splitsChannels;
        builder.span = span;
        return builder;
    }

    /** Collects options; what is not set keeps its default, which is written here and nowhere else. Not thread-safe. */
    public static final class Builder {
        private OptionalInt track = OptionalInt.empty();
        private Optional<String> trackLanguage = Optional.empty();

        /** As a person writes it: a number from 0, or a code of two or three letters; blank means the first track. */
        public Builder track(String value) {
            String plain = value.strip();
            boolean isNumber = plain.matches("\\d{1,4}");
            track = isNumber ? OptionalInt.of(Integer.parseInt(plain)) : OptionalInt.empty();
            trackLanguage = Optional.of(plain).filter(text -> !isNumber && !text.isEmpty());
            return this;
        }

        private boolean splitsChannels;

        public Builder splitsChannels(boolean value) {
            splitsChannels = value;
            return this;
        }

        private TimeSpan span = TimeSpan.WHOLE;

        public Builder span(TimeSpan value) {
            span = value;
            return this;
        }

        public MediaOptions build() {
            return new MediaOptions(track, trackLanguage, splitsChannels, span);
        }
    }
}
