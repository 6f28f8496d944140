package dev.sotto.api.sotto;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.testing.JobEventsReader;
import dev.sotto.testing.MultipartBody;
import dev.sotto.testing.TestServer;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A job's transcript in formats and layouts that its submission did not ask for. */
@Tag("heavy")
@Timeout(60)
class TranscriptExportIT {
    @TempDir
    Path home;

    private TestServer server;

    @BeforeEach
    void start() throws Exception {
        server = TestServer.start(home, Map.of());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void a_transcript_is_laid_out_anew_without_the_recording() {
        HttpResponse<String> accepted = server.post(
                "/v1/jobs",
                new MultipartBody()
                        .field("model", "whisper-1")
                        .field("word_timestamps", "true")
                        .field("response_format", "srt")
                        .file(new byte[] {1, 2, 3}));
        String id = new JsonObject(accepted.body()).getString("id");
        JobEventsReader.readAll(server, id);
        String transcript = "/v1/jobs/" + id + "/transcript";
        assertThat(server.get(transcript).body())
                .isEqualTo(server.get("/v1/jobs/" + id + "/result").body());
        assertThat(server.get(transcript + "?max_words_per_line=1&format=txt").body())
                .isEqualTo(server.get(transcript + "?format=text").body());
        assertThat(server.get(transcript + "?format=vtt").body()).doesNotContain("<u>");
        assertThat(server.get(transcript + "?format=vtt&highlight_words=true").body())
                .contains("00:00:00.500 --> 00:00:00.750\n<u>And</u>");
        assertThat(server.get(transcript + "?format=xml").statusCode()).isEqualTo(400);
        assertThat(server.get(transcript + "?min_gap_seconds=11").statusCode()).isEqualTo(400);
        assertThat(server.get("/v1/jobs/job_none/transcript").statusCode()).isEqualTo(404);
    }
}
