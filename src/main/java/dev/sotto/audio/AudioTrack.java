package dev.sotto.audio;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An audio stream, as ffmpeg describes it.
 *
 * @param language of three letters, as the file marks it
 * @param channels 0 if unknown
 * @param sampleRate in Hz; 0 if unknown
 */
record AudioTrack(Optional<String> language, int channels, long sampleRate) {
    private static final Pattern SOUND = Pattern.compile(".*?, (\\d{1,9}) Hz(?:, ([^,]+))?.*");
    private static final Pattern COUNT = Pattern.compile("(\\d{1,5}) channels.*");
    private static final Pattern POINTS = Pattern.compile("(\\d{1,2})\\.(\\d)(?:\\.(\\d))?.*");

    /** @param description what follows {@code Audio: } */
    static AudioTrack of(Optional<String> language, String description) {
        Matcher sound = SOUND.matcher(description);
        if (!sound.matches()) {
            return new AudioTrack(language, 0, 0);
        }
        return new AudioTrack(
                language, sound.group(2) == null ? 0 : channels(sound.group(2)), Long.parseLong(sound.group(1)));
    }

    private static int channels(String layout) {
        Matcher count = COUNT.matcher(layout);
        if (count.matches()) {
            return Integer.parseInt(count.group(1));
        }
        Matcher points = POINTS.matcher(layout);
        if (points.matches()) {
            int top = points.group(3) == null ? 0 : Integer.parseInt(points.group(3));
            return Integer.parseInt(points.group(1)) + Integer.parseInt(points.group(2)) + top;
        }
        return switch (layout.replaceAll("\\(.*", "")) {
            case "mono" -> 1;
            case "stereo", "downmix", "binaural" -> 2;
            case "quad" -> 4;
            case "hexagonal" -> 6;
            case "octagonal", "cube" -> 8;
            case "hexadecagonal" -> 16;
            default -> 0;
        };
    }
}
