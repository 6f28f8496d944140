package dev.sotto.api.http;

import io.vertx.core.json.JsonObject;
import java.nio.file.Path;

/**
 * Numbers that answers about health show to everybody. How busy the machine is, is read beside the event loop after each answer, so
 * that telling it waits for nothing: an answer has what was found after the one before it. Belongs to one event loop.
 */
public final class HealthMetrics {
    private final HttpParts http;
    private final Path folder;
    private MachineLoad machine = new MachineLoad(0, 0, 0);
    private boolean isReading;

    /** @param folder whose disk is looked at */
    public HealthMetrics(HttpParts http, Path folder) {
        this.http = http;
        this.folder = folder;
        read();
    }

    private void read() {
        if (!isReading) {
            isReading = true;
            MachineLoad.of(http.vertx(), folder).onComplete(found -> {
                isReading = false;
                if (found.succeeded()) {
                    machine = found.result();
                }
            });
        }
    }

    /** Requests since the start, and the machine now. */
    public JsonObject document() {
        JsonObject document = new JsonObject()
                .put("requests", http.counts().answered())
                .put("success_rate", http.counts().successPercent())
                .put("avg_response_time", http.counts().averageSeconds())
                .put(
                        "system",
                        new JsonObject()
                                .put("memory_used_percent", machine.memory())
                                .put("cpu_percent", machine.cpu())
                                .put("disk_used_percent", machine.disk()));
        read();
        return document;
    }

    /** Seconds since 1970. */
    public double time() {
        return http.clock().millis() / 1000.0;
    }
}
