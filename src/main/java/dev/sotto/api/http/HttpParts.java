package dev.sotto.api.http;

import dev.sotto.api.upload.UploadFolder;
import dev.sotto.api.upload.UploadReader;
import io.vertx.core.Vertx;

/** What the HTTP server lends to its surfaces. */
public record HttpParts(Vertx vertx, UploadFolder folder, UploadReader uploads) {}
