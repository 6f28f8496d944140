package dev.sotto.api.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sotto.testing.MultipartBody;
import dev.sotto.testing.TestServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A server on addresses of IPv6, asked over them. */
@Tag("heavy")
class Ipv6IT {
    private static final String KEY = "an-admin-key-of-enough-characters";

    @TempDir
    Path home;

    private Optional<TestServer> server = Optional.empty();

    @BeforeEach
    void hasIpv6() {
        Assumptions.assumeTrue(canListen(), "this machine has no IPv6");
    }

    private static InetAddress loopback() throws UnknownHostException {
        byte[] address = new byte[16];
        address[15] = 1;
        return InetAddress.getByAddress(address);
    }

    private static boolean canListen() {
        try (var listening = new ServerSocket(0, 1, loopback())) {
            return listening.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    @AfterEach
    void stop() {
        server.ifPresent(TestServer::close);
    }

    private TestServer start(Map<String, String> settings) throws Exception {
        TestServer started = TestServer.start(home, settings);
        server = Optional.of(started);
        return started;
    }

    private static URI uri(TestServer server, String path) {
        return URI.create("http://[::1]:" + server.port() + path);
    }

    private static String raw(TestServer server, String head) throws IOException {
        try (Socket socket = new Socket(loopback(), server.port())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream()
                    .write((head.replace("\n", "\r\n") + "\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void loopback_of_ipv6_is_open_as_that_of_ipv4_is_and_a_job_goes_through() throws Exception {
        TestServer open = start(Map.of("SOTTO_HTTP_HOST", "::1"));
        assertThat(open.send(HttpRequest.newBuilder(uri(open, "/v1/models"))).statusCode())
                .isEqualTo(200);
        HttpResponse<String> made = open.send(new MultipartBody()
                .field("model", "whisper-1")
                .file("RIFF".getBytes(StandardCharsets.UTF_8))
                .request(uri(open, "/v1/audio/transcriptions")));
        assertThat(made.statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "[::1], 200",
        "[::1]:8080, 200",
        "[0:0:0:0:0:0:0:1]:8080, 200",
        "[::ffff:127.0.0.1], 200",
        "[fe80::1%25eth0]:8080, 200",
        "localhost:8080, 200",
        "ip6-localhost, 403",
        "[::1].evil.example, 400",
        "::1, 400",
        "[evil.example], 403",
        "[::1, 400"
    })
    void an_open_server_is_called_by_addresses_of_ipv6_and_by_no_name_that_looks_like_one(String host, int status)
            throws Exception {
        TestServer open = start(Map.of("SOTTO_HTTP_HOST", "::1"));
        assertThat(raw(open, "GET /v1/models HTTP/1.1\nHost: " + host)).startsWith("HTTP/1.1 " + status + " ");
    }

    @Test
    void what_proxies_say_of_addresses_opens_nothing() throws Exception {
        TestServer open = start(Map.of("SOTTO_HTTP_HOST", "::1"));
        String own = "GET /v1/models HTTP/1.1\nHost: [::1]\n";
        assertThat(raw(open, own + "X-Forwarded-For: 2001:db8::7, [2001:db8::8]:4711"))
                .startsWith("HTTP/1.1 200 ");
        assertThat(raw(open, own + "Forwarded: for=\"[2001:db8:cafe::17]:4711\";host=\"[::1]:8080\""))
                .startsWith("HTTP/1.1 200 ");
        assertThat(raw(open, own + "Forwarded: for=\"[2001:db8:cafe::17]\";host=evil.example"))
                .startsWith("HTTP/1.1 403 ");
        assertThat(raw(open, own + "X-Forwarded-Host: evil.example")).startsWith("HTTP/1.1 403 ");
    }

    @Test
    void every_address_of_ipv6_wants_a_key_or_a_word_as_that_of_ipv4_does() throws Exception {
        assertThatThrownBy(() -> start(Map.of("SOTTO_HTTP_HOST", "::"))).hasStackTraceContaining("there is no API key");
        TestServer closed = start(Map.of("SOTTO_HTTP_HOST", "::", "SOTTO_ADMIN_KEY", KEY));
        assertThat(closed.send(HttpRequest.newBuilder(uri(closed, "/v1/models")))
                        .statusCode())
                .isEqualTo(401);
        assertThat(closed.send(HttpRequest.newBuilder(uri(closed, "/v1/models")).header("x-api-key", KEY))
                        .statusCode())
                .isEqualTo(200);
        assertThat(closed.get("/v1/models").statusCode()).as("over IPv4 too").isEqualTo(401);
    }

    /** Whatever a request says of where it comes from: who is counted is the other end of the connection. */
    @Test
    void wrong_keys_over_ipv6_are_counted_by_their_network_whatever_a_header_says() throws Exception {
        TestServer closed = start(Map.of("SOTTO_HTTP_HOST", "::", "SOTTO_ADMIN_KEY", KEY));
        int refused = 0;
        for (int i = 0; i < 200 && refused == 0; i++) {
            int status = closed.send(HttpRequest.newBuilder(uri(closed, "/v1/models"))
                            .header("x-api-key", "wrong-" + i)
                            .header("x-forwarded-for", "2001:db8::" + Integer.toHexString(i)))
                    .statusCode();
            refused = status == 429 ? i : 0;
        }
        assertThat(refused).isPositive();
        assertThat(closed.send(HttpRequest.newBuilder(uri(closed, "/v1/models")).header("x-api-key", KEY))
                        .statusCode())
                .as("the right key")
                .isEqualTo(200);
        HttpResponse<String> overIpv4 =
                closed.send(HttpRequest.newBuilder(closed.uri("/v1/models")).header("x-api-key", "wrong"));
        assertThat(overIpv4.statusCode()).as("another network").isEqualTo(401);
    }
}
