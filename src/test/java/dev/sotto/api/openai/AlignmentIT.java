package dev.sotto.api.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.bus.TranscriptionRequest;
import dev.sotto.testing.MultipartBody;
import dev.sotto.testing.TestServer;
import dev.sotto.transcript.AlignmentOptions;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Alignments over real HTTP, from the form to the bus and back. */
@Tag("heavy")
class AlignmentIT {
    private static final String ALIGNMENTS = "/v1/audio/alignments";
    private static final String TEXT = " And so,\nmy fellow  listeners. ";

    @TempDir
    static Path home;

    private static TestServer server;

    @BeforeAll
    static void start() throws Exception {
        server = TestServer.start(home, Map.of());
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    @BeforeEach
    void forget() {
        server.transcriber.requests.clear();
    }

    @Test
    void a_text_is_handed_on_unchanged_and_answered_word_by_word() throws Exception {
        HttpResponse<String> response = server.post(ALIGNMENTS, form().field("text", TEXT));
        TranscriptionRequest request = server.transcriber.requests.take();
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(request.options().alignment().text()).contains(TEXT);
        assertThat(request.options().words().timestamps()).isTrue();
        assertThat(response.body()).contains("\"words\":[{\"word\":").contains("\"score\":");
        assertThat(response.headers().firstValue("x-sotto-ignored-fields")).isEmpty();
    }

    @Test
    void a_job_aligns_too() throws Exception {
        HttpResponse<String> response =
                server.post("/v1/jobs", form().field("align_text", TEXT).field("response_format", "aligned_json"));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(202);
        assertThat(server.transcriber.requests.take().options().alignment().text())
                .contains(TEXT);
    }

    @Test
    void subtitles_can_be_made_of_a_text() {
        HttpResponse<String> response =
                server.post(ALIGNMENTS, form().field("text", TEXT).field("response_format", "srt"));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(response.body()).contains("-->");
    }

    @Test
    void what_cannot_be_aligned_is_refused_by_name() {
        assertRefused(form(), "text");
        assertRefused(form().field("text", ""), "text");
        assertRefused(form().field("text", " \n\t "), "text");
        assertRefused(form().field("text", "... - !"), "a text with a word in it");
        assertRefused(
                form().field("text", "x".repeat(AlignmentOptions.TEXT_CHARS_MAX + 1)), "at most 50000 characters");
        assertRefused(form().field("text", TEXT).field("channels", "split"), "channels");
        assertRefused(form().field("text", TEXT).field("language", "per-segment"), "language");
        assertRefused(form().field("text", TEXT).field("language", "xx"), "language");
        assertRefused(form().field("text", TEXT).field("response_format", "doc"), "response_format");
        assertRefused(form().field("text", TEXT).field("response_format", "rttm"), "diarize=true");
    }

    private static void assertRefused(MultipartBody form, String said) {
        HttpResponse<String> response = server.post(ALIGNMENTS, form);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
        assertThat(response.body()).contains("\"invalid_request_error\"").contains(said);
    }

    private static MultipartBody form() {
        return new MultipartBody().field("model", "tiny.en").file(new byte[] {1, 2, 3});
    }
}
