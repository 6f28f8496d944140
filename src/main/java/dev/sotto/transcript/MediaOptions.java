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
    public static final MediaOptions DEFAULTS =
            new MediaOptions(OptionalInt.empty(), Optional.empty(), false, TimeSpan.WHOLE);

    public MediaOptions {
        trackLanguage = trackLanguage.map(code -> code.toLowerCase(Locale.ROOT));
        if (track.isPresent() && trackLanguage.isPresent()) {
            throw new IllegalArgumentException("a track by number and one by language; expected one of them");
        }
        if (track.isPresent() && track.getAsInt() < 0) {
            throw new IllegalArgumentException("track %d; expected 0 or more".formatted(track.getAsInt()));
        }
        if (trackLanguage.isPresent() && !trackLanguage.get().matches("[a-z]{2,3}")) {
            throw new IllegalArgumentException(
                    "track '%s'; expected a number from 0, or a code such as de".formatted(trackLanguage.get()));
        }
    }

    /**
     * As a person writes it.
     *
     * @param track a number from 0, or a code of two or three letters; blank means the first track
     */
    public static MediaOptions of(String track, boolean splitsChannels, TimeSpan span) {
        String plain = track.strip();
        if (plain.matches("\\d{1,4}")) {
            return new MediaOptions(OptionalInt.of(Integer.parseInt(plain)), Optional.empty(), splitsChannels, span);
        }
        Optional<String> language = Optional.of(plain).filter(text -> !text.isEmpty());
        return new MediaOptions(OptionalInt.empty(), language, splitsChannels, span);
    }

    /** What of these stretches lies within the span; where there are none, the span itself unless it is everything. */
    List<TimeSpan> within(List<TimeSpan> stretches) {
        if (span.equals(TimeSpan.WHOLE)) {
            return stretches;
        }
        List<TimeSpan> wanted = stretches.isEmpty() ? List.of(TimeSpan.WHOLE) : stretches;
        List<TimeSpan> kept = wanted.stream()
                .filter(stretch ->
                        stretch.endSeconds() >= span.startSeconds() && stretch.startSeconds() <= span.endSeconds())
                .map(span::intersection)
                .toList();
        return kept.isEmpty() ? List.of(new TimeSpan(span.startSeconds(), span.startSeconds())) : kept;
    }

    /** The same sound with its channels apart. */
    public MediaOptions split() {
        return new MediaOptions(track, trackLanguage, true, span);
    }

    /** The same sound of the whole recording. */
    MediaOptions whole() {
        return new MediaOptions(track, trackLanguage, splitsChannels, TimeSpan.WHOLE);
    }
}
