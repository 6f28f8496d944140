package dev.sotto.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sotto.webhook.EventBody.Data;
import dev.sotto.webhook.EventBody.Fault;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EventBodyTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final URI LINK = URI.create("https://sotto.example/v1/jobs/job_1/result");

    @Test
    void thin_body_holds_type_timestamp_id_status_and_link() throws IOException {
        JsonNode body =
                JSON.readTree(EventBody.of(EventType.COMPLETED, Samples.NOON, completed(Optional.empty()), 20_000));
        assertThat(body.get("type").asText()).isEqualTo("transcription.completed");
        assertThat(body.get("timestamp").asText()).isEqualTo("2026-11-25T12:00:00Z");
        assertThat(body.get("data")).isEqualTo(JSON.readTree("""
            {"id":"job_1","status":"succeeded","duration":3.5,
             "result_url":"https://sotto.example/v1/jobs/job_1/result"}\
            """));
    }

    @Test
    void result_travels_along_when_it_fits_to_the_byte() throws IOException {
        Data data = completed(Optional.of("{\"text\":\"Grüße\",\"segments\":[0,1,2,3,4,5,6,7,8,9]}"));
        String whole = EventBody.of(EventType.COMPLETED, Samples.NOON, data, 20_000);
        int bytes = whole.getBytes(StandardCharsets.UTF_8).length;
        assertThat(EventBody.of(EventType.COMPLETED, Samples.NOON, data, bytes)).isEqualTo(whole);
        assertThat(JSON.readTree(whole).at("/data/result/text").asText()).isEqualTo("Grüße");

        JsonNode thin = JSON.readTree(EventBody.of(EventType.COMPLETED, Samples.NOON, data, bytes - 1));
        assertThat(thin.at("/data/result").isMissingNode()).isTrue();
        assertThat(thin.at("/data/result_omitted").asText()).isEqualTo("too_large");
        assertThat(thin.at("/data/result_url").asText()).isEqualTo(LINK.toString());
    }

    @Test
    void failed_job_tells_its_code_and_message() throws IOException {
        Data data = new Data(
                "job_1",
                "failed",
                Optional.empty(),
                LINK,
                Optional.of(new Fault("invalid_media", "no \"audio\" in it")),
                Optional.empty());
        JsonNode body = JSON.readTree(EventBody.of(EventType.FAILED, Samples.NOON, data, 20_000));
        assertThat(body.at("/data/error/code").asText()).isEqualTo("invalid_media");
        assertThat(body.at("/data/error/message").asText()).isEqualTo("no \"audio\" in it");
        assertThat(body.at("/data/duration").isMissingNode()).isTrue();
    }

    @Test
    void body_that_is_too_large_even_without_result_is_refused() {
        assertThatThrownBy(() -> EventBody.of(EventType.COMPLETED, Samples.NOON, completed(Optional.of("{}")), 20))
                .isInstanceOfSatisfying(WebhookException.class, e -> assertThat(e.kind())
                        .isEqualTo(WebhookException.Kind.BODY_TOO_LARGE));
    }

    @Test
    void test_body_names_the_endpoint() throws IOException {
        JsonNode body = JSON.readTree(EventBody.test("whe_1", Samples.NOON));
        assertThat(body.get("type").asText()).isEqualTo("webhook.test");
        assertThat(body.at("/data/endpoint_id").asText()).isEqualTo("whe_1");
    }

    private static Data completed(Optional<String> result) {
        return new Data("job_1", "succeeded", Optional.of(3.5), LINK, Optional.empty(), result);
    }
}
