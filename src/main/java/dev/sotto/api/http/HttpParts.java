package dev.sotto.api.http;

import dev.sotto.api.upload.UploadFolder;
import dev.sotto.api.upload.UploadReader;
import io.vertx.core.Vertx;
import java.time.InstantSource;

/**
 * What the HTTP server lends to its surfaces.
 *
 * @param clock the wall's
 */
public record HttpParts(
        Vertx vertx, UploadFolder folder, UploadReader uploads, RequestCounts counts, InstantSource clock) {}
