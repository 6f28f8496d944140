package dev.sotto.api.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.testing.TestServer;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Somebody who tries keys. */
@Tag("heavy")
@Timeout(180)
class WrongKeysIT {
    private static final String ADMIN = "a-key-of-the-administrator-0123";
    private static final int ALLOWED_AT_ONCE = 60;

    @TempDir
    Path home;

    /** One more is allowed in each second that the test takes, so a slow machine is told more often that its key is wrong. */
    @Test
    void many_wrong_keys_from_one_address_are_slowed_down_and_right_ones_are_not() throws Exception {
        try (TestServer server = TestServer.start(home, Map.of("SOTTO_ADMIN_KEY", ADMIN))) {
            long start = System.nanoTime();
            List<CompletableFuture<HttpResponse<Void>>> asked = new ArrayList<>();
            for (int i = 0; i < 5 * ALLOWED_AT_ONCE; i++) {
                HttpRequest request = withKey(server, "wrong" + i);
                asked.add(server.client.sendAsync(request, BodyHandlers.discarding()));
            }
            List<Integer> statuses = new ArrayList<>();
            for (CompletableFuture<HttpResponse<Void>> answer : asked) {
                statuses.add(answer.get().statusCode());
            }
            long seconds = Duration.ofNanos(System.nanoTime() - start).toSeconds();
            assertThat(statuses).containsOnly(401, 429);
            assertThat(statuses.stream().filter(status -> status == 401).count())
                    .as("in %d s", seconds)
                    .isBetween((long) ALLOWED_AT_ONCE, ALLOWED_AT_ONCE + seconds + 1);
            assertThat(server.client
                            .send(withKey(server, ADMIN), BodyHandlers.discarding())
                            .statusCode())
                    .isEqualTo(200);
        }
    }

    private static HttpRequest withKey(TestServer server, String key) {
        return HttpRequest.newBuilder(server.uri("/v1/models"))
                .header("authorization", "Bearer " + key)
                .build();
    }
}
