package dev.sotto.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.testing.RawReceiver;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Tag("heavy")
@Timeout(30)
class DrainCommandTest {
    private final Session session = new Session();

    @Test
    void asks_the_management_port_and_waits_until_nothing_runs() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        RawReceiver.Behaviour draining = (request, out) -> {
            boolean isOver = asked.incrementAndGet() == 3;
            answer(out, asked.get() == 1 ? 202 : 200, isOver ? "drained" : "draining", isOver ? 2 : 0);
        };
        try (RawReceiver server = new RawReceiver("127.0.0.1", 0, draining)) {
            session.services.addresses = new ServerAddresses(Optional.empty(), Optional.of(address(server)));
            assertThat(session.run("drain", "--limit", "2m")).isZero();
            assertThat(session.out()).isEqualTo("sotto: drained; nothing runs, 2 jobs were handed back%n".formatted());
            assertThat(server.requests())
                    .extracting(request -> request.line().replace(" HTTP/1.1", ""))
                    .containsExactly("POST /drain?limit_seconds=120", "GET /drain", "GET /drain");
        }
    }

    @Test
    void server_that_still_starts_is_a_reason_to_try_later() throws Exception {
        RawReceiver.Behaviour starting = (request, out) -> answer(out, 409, "starting", 0);
        try (RawReceiver server = new RawReceiver("127.0.0.1", 0, starting)) {
            session.services.addresses = new ServerAddresses(Optional.empty(), Optional.of(address(server)));
            assertThat(session.run("drain")).isEqualTo(75);
            assertThat(session.err()).contains("the server is still starting");
        }
    }

    @Test
    void server_of_an_older_version_or_nobody_at_all_is_said_in_a_sentence() throws Exception {
        URI nobody;
        try (RawReceiver old = new RawReceiver("127.0.0.1", 0, RawReceiver.answering(404, "", ""))) {
            nobody = address(old);
            session.services.addresses = new ServerAddresses(Optional.empty(), Optional.of(nobody));
            assertThat(session.run("drain")).isEqualTo(1);
            assertThat(session.err()).contains(nobody + "/drain answers 404");
        }
        assertThat(session.run("drain")).isEqualTo(1);
        assertThat(session.err()).contains(nobody + "/drain does not answer (");
    }

    @Test
    void no_management_port_and_a_limit_beyond_a_day_are_refused() {
        assertThat(session.run("drain")).isEqualTo(78);
        assertThat(session.err()).contains("management.port names no port to ask");
        assertThat(session.run("drain", "--limit", "2d")).isEqualTo(2);
        assertThat(session.err()).contains("--limit is 172800 s; expected at most 24h");
    }

    private static void answer(OutputStream out, int status, String state, int handedBack) throws IOException {
        String body = "{\"state\":\"%s\",\"handed_back\":%d}".formatted(state, handedBack);
        out.write("HTTP/1.1 %d X\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s"
                .formatted(status, body.length(), body)
                .getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    }

    private static URI address(RawReceiver receiver) {
        return URI.create("http://127.0.0.1:" + receiver.port());
    }
}
