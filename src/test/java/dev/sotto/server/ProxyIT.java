package dev.sotto.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.bus.TranscriptionReply;
import dev.sotto.bus.TranscriptionRequest;
import dev.sotto.testing.Eventually;
import dev.sotto.testing.MultipartBody;
import dev.sotto.testing.ScriptedTranscriber;
import dev.sotto.testing.TestServer;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The shipped recipes in the real programs, but for TLS: neither an upload nor an event stream is held back. */
@Tag("heavy")
@Timeout(120)
class ProxyIT {
    private static final Path RECIPES = Path.of(System.getProperty("sotto.home", "."), "src/main/deploy/proxy");
    private static final int BYTES_SENT = 1 << 20;
    private static final int BYTES_PROMISED = 8 << 20;
    private static final int UPLOADED = 2 << 20;

    @TempDir
    Path folder;

    private TestServer server;
    private Process proxy;
    private int port;

    enum Kind {
        NGINX {
            @Override
            String settings(Path folder, String recipe) {
                return """
                    daemon off;
                    master_process off;
                    pid %1$s/pid;
                    error_log %1$s/error.log;
                    events {}
                    http {
                        access_log off;
                        client_body_temp_path %1$s/body;
                        proxy_temp_path %1$s/proxy;
                        fastcgi_temp_path %1$s/fastcgi;
                        uwsgi_temp_path %1$s/uwsgi;
                        scgi_temp_path %1$s/scgi;
                    %2$s
                    }
                    """.formatted(folder, recipe.replaceAll("(?m)^ *ssl_certificate.*$", ""));
            }

            @Override
            List<String> command(Path program, Path settings) {
                return List.of(
                        program.toString(),
                        "-c",
                        settings.toString(),
                        "-e",
                        settings.resolveSibling("error.log").toString());
            }
        },
        CADDY {
            @Override
            String settings(Path folder, String recipe) {
                return "{\n\tadmin off\n\tauto_https off\n\tservers {\n\t\tprotocols h1 h2c\n\t}\n}\n" + recipe;
            }

            @Override
            List<String> command(Path program, Path settings) {
                return List.of(program.toString(), "run", "--adapter", "caddyfile", "--config", settings.toString());
            }
        };

        abstract String settings(Path folder, String recipe);

        abstract List<String> command(Path program, Path settings);

        String recipe() throws IOException {
            return Files.readString(RECIPES.resolve(this == NGINX ? "nginx.conf" : "Caddyfile"));
        }

        Optional<Path> program() {
            String name = this == NGINX ? "nginx" : "caddy";
            return Stream.of("/usr/sbin", "/usr/bin", "/usr/local/bin", "/usr/local/sbin", "/opt/homebrew/bin")
                    .map(place -> Path.of(place, name))
                    .filter(Files::isExecutable)
                    .findFirst();
        }
    }

    @AfterEach
    void stop() throws Exception {
        if (proxy != null) {
            proxy.destroy();
            proxy.waitFor();
        }
        if (server != null) {
            server.close();
        }
    }

    @ParameterizedTest
    @EnumSource
    void what_has_come_of_an_upload_is_with_the_server_before_the_rest_is_sent(Kind kind) throws Exception {
        start(kind, Map.of());
        try (Socket client = connect()) {
            send(
                    client,
                    "POST /v1/jobs",
                    "Content-Type: multipart/form-data; boundary=" + MultipartBody.BOUNDARY,
                    "Content-Length: " + BYTES_PROMISED);
            client.getOutputStream().write(MultipartBody.fileBegun());
            client.getOutputStream().write(new byte[BYTES_SENT]);
            client.getOutputStream().flush();
            Eventually.holds(() ->
                    server.uploads().stream().anyMatch(file -> file.toFile().length() > BYTES_SENT / 2));
        }
    }

    @ParameterizedTest
    @EnumSource
    void events_of_a_job_arrive_while_it_runs(Kind kind) throws Exception {
        start(kind, Map.of("SOTTO_JOBS_STREAM_HEARTBEAT", "200ms"));
        Promise<TranscriptionReply> held = Promise.promise();
        server.transcriber.script = request -> held.future();
        var made = server.post(
                "/v1/jobs", new MultipartBody().field("model", "whisper-1").file(new byte[1000]));
        String id = new JsonObject(made.body()).getString("id");
        try (Socket client = connect()) {
            send(client, "GET /v1/jobs/" + id + "/events", "Accept: text/event-stream");
            String seen = read(client, ": alive", 3);
            assertThat(seen).startsWith("HTTP/1.1 200").contains("text/event-stream");
            assertThat(held.future().isComplete()).isFalse();
        } finally {
            held.tryFail("the test is over");
        }
    }

    /** The recipe of nginx takes no HTTP/2: see ADR 27. */
    @ParameterizedTest
    @EnumSource(names = "CADDY")
    void over_http_2_large_uploads_come_through_and_text_is_sent_while_it_is_decoded(Kind kind) throws Exception {
        start(kind, Map.of());
        Promise<TranscriptionReply> held = Promise.promise();
        server.transcriber.script = request -> {
            request.listener()
                    .segment(ScriptedTranscriber.transcript(request).segments().get(0));
            return held.future();
        };
        Buffer form = Buffer.buffer(new MultipartBody()
                .field("model", "whisper-1")
                .field("stream", "true")
                .file(new byte[UPLOADED])
                .bytes());
        Vertx vertx = Vertx.vertx();
        try {
            List<String> seen = new CopyOnWriteArrayList<>();
            Promise<Void> ended = Promise.promise();
            HttpClientRequest request = vertx.createHttpClient(new HttpClientOptions()
                            .setProtocolVersion(HttpVersion.HTTP_2)
                            .setHttp2ClearTextUpgrade(false))
                    .request(HttpMethod.POST, port, "127.0.0.1", "/v1/audio/transcriptions")
                    .await(30, TimeUnit.SECONDS);
            assertThat(request.version()).isEqualTo(HttpVersion.HTTP_2);
            request.putHeader("content-type", "multipart/form-data; boundary=" + MultipartBody.BOUNDARY);
            HttpClientResponse response = request.send(form)
                    .onSuccess(answer ->
                            answer.handler(piece -> seen.add(piece.toString())).endHandler(end -> ended.complete()))
                    .await(30, TimeUnit.SECONDS);
            assertThat(response.statusCode()).isEqualTo(200);
            Eventually.holds(() -> String.join("", seen).contains("event: transcript.text.delta"));
            assertThat(held.future().isComplete()).isFalse();
            TranscriptionRequest taken = server.transcriber.requests.take();
            held.complete(new TranscriptionReply.Succeeded(ScriptedTranscriber.transcript(taken)));
            ended.future().await(30, TimeUnit.SECONDS);
            assertThat(String.join("", seen)).contains("event: transcript.text.done");
        } finally {
            vertx.close().await(30, TimeUnit.SECONDS);
        }
    }

    private void start(Kind kind, Map<String, String> settings) throws Exception {
        Optional<Path> program = kind.program();
        Assumptions.assumeTrue(program.isPresent(), kind + " is not installed here");
        server = TestServer.start(folder.resolve("home"), settings);
        port = freePort();
        Path home = Files.createDirectory(folder.resolve("proxy"));
        String recipe = kind.recipe()
                .replace("listen 443 ssl;", "listen 127.0.0.1:" + port + ";")
                .replace("sotto.example.org {", "http://127.0.0.1:" + port + " {")
                .replace("127.0.0.1:8080", "127.0.0.1:" + server.port());
        assertThat(recipe).contains("127.0.0.1:" + port, "127.0.0.1:" + server.port());
        Path file = Files.writeString(home.resolve("settings"), kind.settings(home, recipe));
        ProcessBuilder builder = new ProcessBuilder(kind.command(program.orElseThrow(), file));
        builder.environment().put("HOME", home.toString());
        proxy = builder.redirectErrorStream(true)
                .redirectOutput(home.resolve("said").toFile())
                .start();
        Eventually.holds(this::listens);
    }

    private boolean listens() {
        try (Socket socket = connect()) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private Socket connect() throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), port);
    }

    private void send(Socket client, String request, String... headers) throws IOException {
        String head =
                request + " HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\n" + String.join("\r\n", headers) + "\r\n\r\n";
        client.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
        client.getOutputStream().flush();
    }

    /** Reads until the text has come so often. */
    private static String read(Socket client, String text, int times) throws IOException {
        InputStream in = client.getInputStream();
        StringBuilder seen = new StringBuilder();
        byte[] bytes = new byte[4096];
        while (seen.toString().split(Pattern.quote(text), -1).length <= times) {
            int count = in.read(bytes);
            assertThat(count).as("the stream ended after: %s", seen).isPositive();
            seen.append(new String(bytes, 0, count, StandardCharsets.UTF_8));
        }
        return seen.toString();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
