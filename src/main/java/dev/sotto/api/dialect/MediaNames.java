package dev.sotto.api.dialect;

import java.util.Locale;
import java.util.Set;

/**
 * Names of recordings. What a file holds decides whether it can be transcribed; its name only tells early of what is certainly no
 * recording, as the systems do whose clients expect that.
 */
public final class MediaNames {
    private static final Set<String> KNOWN = Set.of(
            ".3gp", ".aac", ".ac3", ".aif", ".aiff", ".amr", ".asf", ".au", ".avi", ".awb", ".caf", ".flac", ".flv",
            ".m2ts", ".m4a", ".m4b", ".m4v", ".mka", ".mkv", ".mov", ".mp2", ".mp3", ".mp4", ".mpeg", ".mpg", ".mpga",
            ".mts", ".oga", ".ogg", ".ogv", ".opus", ".spx", ".tta", ".ts", ".voc", ".w64", ".wav", ".webm", ".weba",
            ".wma", ".wmv", ".wv");

    private MediaNames() {}

    /** From its last dot on, in lower case; empty where it has none. */
    public static String extension(String name) {
        String last = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
        int dot = last.lastIndexOf('.');
        return dot <= 0 ? "" : last.substring(dot).toLowerCase(Locale.ROOT);
    }

    /** Whether the name is not that of something else than a recording; one without an extension is not. */
    public static boolean mayBeMedia(String name) {
        String extension = extension(name);
        return extension.isEmpty() || KNOWN.contains(extension);
    }
}
