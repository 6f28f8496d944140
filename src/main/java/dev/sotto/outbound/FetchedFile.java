package dev.sotto.outbound;

import java.nio.file.Path;
import java.util.Optional;

/**
 * A download, whole.
 *
 * @param contentType as the other side claims
 * @param from where it came from after redirects
 */
public record FetchedFile(Path file, long bytes, Optional<String> contentType, OutboundUrl from) {
    /** The last part of the path, for people: decoded by nobody, and no name to store it under. */
    public String nameHint() {
        String path = from.toString();
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
