package dev.sotto.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.testing.RawReceiver;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Tag("heavy")
@Timeout(30)
class HealthCommandTest {
    private final Session session = new Session();

    @Test
    void server_that_answers_200_is_well() throws Exception {
        try (RawReceiver server = answering(200)) {
            session.services.addresses = new ServerAddresses(Optional.of(address(server)), Optional.empty());
            assertThat(session.run("health")).isZero();
            assertThat(session.out()).isEqualTo("sotto: %s/health answers 200%n".formatted(address(server)));
            assertThat(server.requests().get(0).line()).startsWith("GET /health ");
        }
    }

    @Test
    void server_that_loads_its_model_is_not() throws Exception {
        try (RawReceiver server = answering(503)) {
            session.services.addresses = new ServerAddresses(Optional.of(address(server)), Optional.empty());
            assertThat(session.run("health")).isEqualTo(1);
            assertThat(session.err()).contains("/health answers 503");
        }
    }

    @Test
    void server_that_takes_the_connection_and_says_nothing_is_not() throws Exception {
        RawReceiver.Behaviour silent = (request, out) -> Thread.sleep(60_000);
        try (RawReceiver server = new RawReceiver("127.0.0.1", 0, silent)) {
            session.services.addresses = new ServerAddresses(Optional.of(address(server)), Optional.empty());
            assertThat(session.run("health")).isEqualTo(1);
            assertThat(session.err()).contains("/health does not answer within 4 s");
        }
    }

    @Test
    void nobody_there_is_said_in_a_sentence() throws Exception {
        URI nobody;
        try (RawReceiver gone = answering(200)) {
            nobody = address(gone);
        }
        session.services.addresses = new ServerAddresses(Optional.of(nobody), Optional.empty());
        assertThat(session.run("health")).isEqualTo(1);
        assertThat(session.err()).startsWith("sotto: " + nobody + "/health does not answer (");
    }

    @Test
    void readiness_is_asked_on_the_management_port() throws Exception {
        try (RawReceiver management = answering(200)) {
            session.services.addresses = new ServerAddresses(Optional.empty(), Optional.of(address(management)));
            assertThat(session.run("health", "--ready")).isZero();
            assertThat(session.run("health")).isZero();
            assertThat(management.requests())
                    .extracting(request -> request.line().split(" ")[1])
                    .containsExactly("/health/ready", "/health/started");
        }
    }

    @Test
    void ports_that_are_not_known_are_a_fault_of_the_settings() {
        assertThat(session.run("health")).isEqualTo(78);
        assertThat(session.err()).contains("http.port names no port to ask");
        assertThat(session.run("health", "--ready")).isEqualTo(78);
        assertThat(session.err()).contains("management.port names no port to ask");
    }

    private static RawReceiver answering(int status) throws IOException {
        return new RawReceiver("127.0.0.1", 0, RawReceiver.answering(status, "", ""));
    }

    private static URI address(RawReceiver receiver) {
        return URI.create("http://127.0.0.1:" + receiver.port());
    }
}
