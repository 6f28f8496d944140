package dev.sotto.audio;

import dev.sotto.transcript.LanguageTags;
import dev.sotto.transcript.MediaOptions;
import java.util.List;
import java.util.Locale;
import java.util.MissingResourceException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Finds the audio track that a caller means. */
final class TrackChoice {
    private TrackChoice() {}

    /** @throws AudioException if no track is marked with the language */
    static int byLanguage(List<AudioTrack> tracks, String language) {
        String wanted = canonical(language);
        return IntStream.range(0, tracks.size())
                .filter(i -> tracks.get(i)
                        .language()
                        .filter(tag -> canonical(tag).equals(wanted))
                        .isPresent())
                .findFirst()
                .orElseThrow(() -> AudioException.noSuchTrack(
                        "The file has no audio track in '%s'; it has %s.".formatted(language, described(tracks))));
    }

    /** @throws AudioException if the file was found to have fewer audio tracks */
    static void require(MediaOptions options, List<AudioTrack> tracks) {
        int track = options.track().orElse(0);
        if (!tracks.isEmpty() && track >= tracks.size()) {
            throw AudioException.noSuchTrack(
                    "The file has no audio track %d; it has %s, counted from 0.".formatted(track, described(tracks)));
        }
    }

    private static String described(List<AudioTrack> tracks) {
        String languages = tracks.stream()
                .map(track -> track.language().orElse("no language"))
                .collect(Collectors.joining(", "));
        return "%d (%s)".formatted(tracks.size(), languages);
    }

    private static String canonical(String language) {
        String code = language.toLowerCase(Locale.ROOT);
        if (code.length() == 2) {
            try {
                return Locale.forLanguageTag(code).getISO3Language();
            } catch (MissingResourceException e) {
                return code;
            }
        }
        return LanguageTags.terminological(code); // Matroska files carry bibliographic codes
    }
}
