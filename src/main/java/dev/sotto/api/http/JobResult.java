package dev.sotto.api.http;

import dev.sotto.format.TranscriptFormat;
import dev.sotto.format.stored.StoredRequest;
import dev.sotto.transcript.Transcript;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/** A transcript in the shape that its reader wants. */
public record JobResult(TranscriptFormat format, String document) {
    /**
     * Writes a transcript for its reader.
     *
     * @param wanted empty means the format that was asked for with the recording
     */
    public static JobResult of(StoredRequest request, Optional<TranscriptFormat> wanted, Transcript transcript) {
        TranscriptFormat format = wanted.orElse(request.format());
        return new JobResult(format, format.write(transcript, request.document()));
    }

    public void send(RoutingContext context) {
        if (!context.response().closed()) {
            context.response()
                    .putHeader(HttpHeaders.CONTENT_TYPE, format.contentType())
                    .end(document);
        }
    }
}
