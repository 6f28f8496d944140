package dev.sotto.testing;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/** Reads a job's event stream until the server ends it, that is: until the job has ended. */
public final class JobEventsReader {
    private JobEventsReader() {}

    /** Each event as {@code {event, id, data}}; comments are left out. */
    public static List<JsonObject> readAll(TestServer server, String job) {
        return parse(server.get("/v1/jobs/" + job + "/events").body());
    }

    public static List<JsonObject> parse(String stream) {
        List<JsonObject> events = new ArrayList<>();
        for (String block : stream.split("\n\n")) {
            JsonObject event = new JsonObject();
            for (String line : block.split("\n")) {
                int colon = line.indexOf(": ");
                if (colon > 0) {
                    String value = line.substring(colon + 2);
                    event.put(line.substring(0, colon), line.startsWith("data") ? new JsonObject(value) : value);
                }
            }
            if (!event.isEmpty()) {
                events.add(event);
            }
        }
        return events;
    }
}
