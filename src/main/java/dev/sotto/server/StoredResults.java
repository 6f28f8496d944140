package dev.sotto.server;

import dev.sotto.format.TranscriptFormat;
import dev.sotto.format.stored.StoredRequest;
import dev.sotto.format.stored.StoredTranscript;

/** Results as the store keeps them, in the shape that others get. */
final class StoredResults {
    private StoredResults() {}

    /** What travels in a webhook, whatever format its caller will fetch. */
    static String verboseJson(String request, String stored) {
        return TranscriptFormat.VERBOSE_JSON.write(
                StoredTranscript.read(stored), StoredRequest.read(request).document());
    }
}
