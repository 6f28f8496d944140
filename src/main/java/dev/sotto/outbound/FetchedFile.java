package dev.sotto.outbound;

import java.nio.file.Path;
import java.util.Optional;

/**
 * A download, whole.
 *
 * @param contentType as the other side claims
 * @param from where it came from after redirects
 */
public record FetchedFile(Path file, long bytes, Optional<String> contentType, OutboundUrl from) {}
