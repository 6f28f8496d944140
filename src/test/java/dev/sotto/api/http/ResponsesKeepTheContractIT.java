package dev.sotto.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.testing.DocumentedFields;
import dev.sotto.testing.MultipartBody;
import dev.sotto.testing.TestServer;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the server answers has the fields that its contract lists, and no others. */
@Tag("heavy")
class ResponsesKeepTheContractIT {
    private static final String TRANSCRIPTIONS = "/v1/audio/transcriptions";

    @TempDir
    static Path home;

    private static TestServer server;
    private static final DocumentedFields CONTRACT = new DocumentedFields();

    @BeforeAll
    static void start() throws Exception {
        server = TestServer.start(home, Map.of());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void transcripts_in_json_have_the_fields_of_the_contract() {
        assertAgrees(TRANSCRIPTIONS, "post", server.post(TRANSCRIPTIONS, form()));
        assertAgrees(
                TRANSCRIPTIONS,
                "post",
                server.post(
                        TRANSCRIPTIONS,
                        form().field("response_format", "verbose_json").field("word_timestamps", "true")));
    }

    @Test
    void an_alignment_has_the_fields_of_the_contract() {
        String path = "/v1/audio/alignments";
        assertAgrees(path, "post", server.post(path, form().field("text", "And so")));
        assertAgrees(
                path, "post", server.post(path, form().field("text", "And so").field("diarize", "true")));
    }

    @Test
    void transcripts_with_speakers_have_the_fields_of_the_contract() {
        for (String format : List.of("verbose_json", "diarized_json")) {
            MultipartBody form = form().field("response_format", format)
                    .field("word_timestamps", "true")
                    .field("diarize", "true");
            HttpResponse<String> response = server.post(TRANSCRIPTIONS, form);
            assertThat(response.body()).contains("\"speaker\":\"A\"");
            assertAgrees(TRANSCRIPTIONS, "post", response);
        }
    }

    @Test
    void jobs_have_the_fields_of_the_contract_when_they_are_made_asked_for_and_listed() {
        HttpResponse<String> made = server.post("/v1/jobs", form());
        assertAgrees("/v1/jobs", "post", made);
        assertAgrees("/v1/jobs/{job}", "get", server.get("/v1/jobs/" + new JsonObject(made.body()).getString("id")));
        assertAgrees("/v1/jobs", "get", server.get("/v1/jobs"));
    }

    @Test
    void models_health_webhooks_and_errors_have_the_fields_of_the_contract() {
        assertAgrees("/v1/models", "get", server.get("/v1/models"));
        assertAgrees("/v1/models/{model}", "get", server.get("/v1/models/tiny.en"));
        assertAgrees("/v1/models/{model}", "get", server.get("/v1/models/none"));
        assertAgrees("/health", "get", server.get("/health"));
        assertAgrees("/v1/webhooks/endpoints", "get", server.get("/v1/webhooks/endpoints"));
        assertAgrees("/v1/webhooks/deliveries", "get", server.get("/v1/webhooks/deliveries"));
    }

    @Test
    void a_field_that_the_contract_does_not_know_and_one_that_is_missing_are_seen() {
        JsonObject model = new JsonObject().put("id", "a").put("invented", 1);
        assertThat(CONTRACT.findings("/v1/models/{model}", "get", 200, model))
                .contains("/v1/models/{model} has invented, which the contract does not know")
                .anyMatch(finding -> finding.startsWith("/v1/models/{model} lacks "));
    }

    private static MultipartBody form() {
        return new MultipartBody().field("model", "whisper-1").file(new byte[10]);
    }

    private static void assertAgrees(String path, String method, HttpResponse<String> response) {
        JsonObject body = new JsonObject(response.body());
        assertThat(CONTRACT.findings(path, method, response.statusCode(), body))
                .as("%s %s %d %s", method, path, response.statusCode(), body)
                .isEmpty();
    }
}
