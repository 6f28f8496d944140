package dev.sotto.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.testing.Eventually;
import dev.sotto.testing.MultipartBody;
import dev.sotto.testing.TestServer;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Tag("heavy")
@Timeout(60)
class AnswerRoomIT {
    @TempDir
    Path home;

    @Test
    void results_are_refused_for_a_while_when_too_many_wait_for_their_readers() throws Exception {
        long full = Runtime.getRuntime().maxMemory() / 4;
        try (TestServer server = TestServer.start(home, Map.of())) {
            HttpResponse<String> job = server.post(
                    "/v1/jobs", new MultipartBody().field("model", "whisper-1").file(new byte[] {1, 2, 3}));
            String path = "/v1/jobs/" + new JsonObject(job.body()).getString("id");
            Eventually.get(() -> server.get(path).body(), body -> body.contains("succeeded"));
            AnswerRoom.SHARED.holds(full);
            try {
                HttpResponse<String> refused = server.get(path + "/result");
                assertThat(refused.statusCode()).isEqualTo(503);
                assertThat(refused.headers().firstValue("retry-after")).isPresent();
                assertThat(refused.body()).contains("Too many results wait for their readers");
                HttpResponse<String> waited = server.post(
                        "/v1/audio/transcriptions",
                        new MultipartBody().field("model", "whisper-1").file(new byte[] {1, 2, 3}));
                assertThat(waited.statusCode()).as("of one who has waited").isEqualTo(200);
            } finally {
                AnswerRoom.SHARED.taken(full);
            }
            for (int i = 0; i < 3; i++) {
                assertThat(server.get(path + "/result").statusCode()).isEqualTo(200);
            }
            Eventually.holds(() -> AnswerRoom.SHARED.has(full));
        }
    }

    @Test
    void one_answer_alone_is_written_however_long_it_is() {
        AnswerRoom room = new AnswerRoom(10);
        assertThat(room.has(100)).isTrue();
        room.holds(100);
        assertThat(room.has(1)).isFalse();
        room.taken(100);
        assertThat(room.has(100)).isTrue();
    }
}
