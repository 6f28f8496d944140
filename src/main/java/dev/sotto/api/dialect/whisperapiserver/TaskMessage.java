package dev.sotto.api.dialect.whisperapiserver;

import dev.sotto.format.stored.StoredTranscript;
import dev.sotto.job.Job;
import dev.sotto.job.JobFailure;
import dev.sotto.job.JobState;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.Optional;

/** What a webhook of that server is sent, laid out as Python lays out JSON: receivers who write it anew get the same bytes. */
public final class TaskMessage {
    private static final char ASCII_LAST = '~';

    private TaskMessage() {}

    /**
     * Writes it.
     *
     * @param request as stored
     * @param result as stored; empty for a task that failed, or whose text is too long to be sent
     */
    public static String of(Job job, String request, Optional<String> result) {
        JsonObject body = new JsonObject().put("task_id", job.id().value());
        if (job.state() == JobState.SUCCEEDED) {
            String text =
                    result.map(stored -> StoredTranscript.read(stored).text()).orElse("");
            body.put("status", "complete").put("result", new JsonObject().put("text", text));
        } else {
            body.put("status", "failed")
                    .put("error", job.failure().map(JobFailure::message).orElse("Unknown error"));
        }
        return python(body);
    }

    /** Objects of objects and texts, with a blank behind each comma and colon, and nothing but ASCII. */
    static String python(JsonObject object) {
        StringBuilder out = new StringBuilder("{");
        for (Map.Entry<String, Object> field : object) {
            if (out.length() > 1) {
                out.append(", ");
            }
            quote(out, field.getKey());
            out.append(": ");
            if (field.getValue() instanceof JsonObject inner) {
                out.append(python(inner));
            } else {
                quote(out, String.valueOf(field.getValue()));
            }
        }
        return out.append('}').toString();
    }

    private static void quote(StringBuilder out, String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                case '\b' -> out.append("\\b");
                case '\f' -> out.append("\\f");
                default -> {
                    if (c < ' ' || c > ASCII_LAST) {
                        out.append("\\u%04x".formatted((int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }
}
