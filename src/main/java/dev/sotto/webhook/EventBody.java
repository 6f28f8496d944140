package dev.sotto.webhook;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;

/**
 * The standard body: {@code type}, {@code timestamp} and {@code data}, thin unless the result is asked for and fits
 * (Standard Webhooks 1.0.0, "Payload structure"). Whatever is left out can be fetched from {@code result_url}.
 */
public final class EventBody {
    private static final JsonFactory JSON = new JsonFactory();

    private EventBody() {}

    /**
     * What a body says about a job.
     *
     * @param status the job's state as the API spells it
     * @param audioSeconds length of the recording, once known
     * @param resultUrl where more is; for a job without result, the job itself
     * @param result the result as JSON, if it is to travel along
     */
    public record Data(
            String jobId,
            String status,
            Optional<Double> audioSeconds,
            URI resultUrl,
            Optional<Fault> fault,
            Optional<String> result) {
        Data withoutResult() {
            return new Data(jobId, status, audioSeconds, resultUrl, fault, Optional.empty());
        }
    }

    /** Why a job failed: code of the published list and a sentence. */
    public record Fault(String code, String message) {}

    /**
     * Leaves the result out, and says so in {@code result_omitted}, where the whole would have more bytes than
     * {@code bytesMax}.
     *
     * @throws WebhookException if even that is too large
     */
    public static String of(EventType type, Instant occurredAt, Data data, int bytesMax) {
        String full = write(type, occurredAt, data, false);
        if (bytes(full) <= bytesMax) {
            return full;
        }
        String thin =
                write(type, occurredAt, data.withoutResult(), data.result().isPresent());
        if (bytes(thin) > bytesMax) {
            throw WebhookException.bodyTooLarge(bytes(thin), bytesMax);
        }
        return thin;
    }

    /** The body of a test: no job, only the endpoint that is tried. */
    public static String test(String endpointId, Instant occurredAt) {
        return document(EventType.TEST, occurredAt, json -> json.writeStringField("endpoint_id", endpointId));
    }

    private static String write(EventType type, Instant occurredAt, Data data, boolean isResultOmitted) {
        return document(type, occurredAt, json -> {
            json.writeStringField("id", data.jobId());
            json.writeStringField("status", data.status());
            if (data.audioSeconds().isPresent()) {
                json.writeNumberField("duration", data.audioSeconds().get());
            }
            if (data.fault().isPresent()) {
                json.writeObjectFieldStart("error");
                json.writeStringField("code", data.fault().get().code());
                json.writeStringField("message", data.fault().get().message());
                json.writeEndObject();
            }
            json.writeStringField("result_url", data.resultUrl().toString());
            if (data.result().isPresent()) {
                json.writeFieldName("result");
                json.writeRawValue(data.result().get());
            }
            if (isResultOmitted) {
                json.writeStringField("result_omitted", "too_large");
            }
        });
    }

    private static String document(EventType type, Instant occurredAt, Fields data) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("type", type.wireName());
            json.writeStringField("timestamp", occurredAt.toString());
            json.writeObjectFieldStart("data");
            data.writeTo(json);
            json.writeEndObject();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        return text.toString();
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private interface Fields {
        void writeTo(JsonGenerator json) throws IOException;
    }
}
