package dev.sotto.api.upload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.bus.TranscriptionReply;
import dev.sotto.bus.TranscriptionRequest;
import dev.sotto.testing.Eventually;
import dev.sotto.testing.MultipartBody;
import dev.sotto.testing.ScriptedTranscriber;
import dev.sotto.testing.TestServer;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Uploads that are large, many, slow, cut off or unwelcome, against the real server. */
@Tag("heavy")
class UploadIT {
    private static final String TRANSCRIPTIONS = "/v1/audio/transcriptions";
    private static final long LARGE_BYTES = 300L << 20;

    @TempDir
    Path home;

    private TestServer server;
    private final List<Socket> slow = new ArrayList<>();

    @AfterEach
    void stop() throws IOException {
        for (Socket socket : slow) {
            socket.close();
        }
        if (server != null) {
            server.close();
        }
    }

    @Test
    void upload_of_300_mib_reaches_the_disk_while_the_heap_stays_small() throws Exception {
        server = TestServer.start(home, Map.of());
        long[] seen = new long[1];
        server.transcriber.script = request -> {
            seen[0] = ScriptedTranscriber.file(request).toFile().length();
            return answer(request);
        };
        System.gc();
        long before = usedBytes();

        HttpResponse<String> response = server.send(streamed(LARGE_BYTES));

        System.gc();
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(seen[0]).isEqualTo(LARGE_BYTES);
        assertThat(usedBytes() - before).isLessThan(64L << 20);
        assertThat(server.uploads()).isEmpty();
    }

    @Test
    void stream_without_a_length_is_cut_off_at_the_limit() throws Exception {
        server = TestServer.start(home, Map.of("SOTTO_HTTP_UPLOAD_BYTES_MAX", "1MiB"));

        HttpResponse<String> response = server.send(streamed(20 << 20));

        assertThat(response.statusCode()).isEqualTo(413);
        assertThat(response.body()).contains("at most 1048576 bytes");
        assertThat(server.uploads()).isEmpty();
    }

    @Test
    void twenty_uploads_at_once_keep_their_bytes_apart() throws Exception {
        server = TestServer.start(home, Map.of());
        server.transcriber.script = request -> {
            var transcript = ScriptedTranscriber.transcript(request);
            String text = ScriptedTranscriber.file(request).toFile().length() + " bytes";
            return Future.succeededFuture(new TranscriptionReply.Succeeded(
                    new dev.sotto.transcript.Transcript(transcript.task(), "en", 1, text, List.of())));
        };
        List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            var body = new MultipartBody().field("model", "whisper-1").file(new byte[100_000 + i]);
            answers.add(server.client.sendAsync(
                    body.request(server.uri(TRANSCRIPTIONS)).build(), HttpResponse.BodyHandlers.ofString()));
        }

        for (int i = 0; i < 20; i++) {
            String body = answers.get(i).get(30, TimeUnit.SECONDS).body();
            assertThat(new JsonObject(body).getString("text")).isEqualTo(100_000 + i + " bytes");
        }
        assertThat(server.uploads()).isEmpty();
    }

    @Test
    void client_that_goes_away_while_sending_leaves_no_file() throws Exception {
        server = TestServer.start(home, Map.of());
        try (Socket socket = begin(1_000_000)) {
            Eventually.holds(() -> !server.uploads().isEmpty());
            socket.setSoLinger(true, 0);
        }
        Eventually.holds(() -> server.uploads().isEmpty());
        assertThat(server.transcriber.requests).isEmpty();
    }

    @Test
    void clients_that_leave_while_their_file_is_opened_give_their_places_back() throws Exception {
        server = TestServer.start(
                home,
                Map.of(
                        "SOTTO_HTTP_UPLOAD_CONCURRENT_MAX", "1",
                        "SOTTO_HTTP_UPLOAD_RATE_WINDOW", "1h",
                        "SOTTO_HTTP_UPLOAD_TIMEOUT", "2h"));
        MultipartBody form = new MultipartBody().field("model", "whisper-1").file(new byte[10]);
        for (int i = 0; i < 50; i++) {
            try (Socket socket = begin(1_000_000)) {
                socket.setSoLinger(true, 0);
            }
            Eventually.holds(() -> server.post("/v1/audio/transcriptions", form).statusCode() == 200);
        }
    }

    @Test
    void client_that_goes_away_while_waiting_cancels_its_transcription_if_it_asked_for_it() throws Exception {
        server = TestServer.start(home, Map.of());
        Promise<TranscriptionReply> reply = Promise.promise();
        server.transcriber.script = request -> reply.future();
        byte[] body = new MultipartBody()
                .field("model", "whisper-1")
                .field("cancel_on_disconnect", "true")
                .file(new byte[10])
                .bytes();
        TranscriptionRequest request;
        try (Socket socket = begin(body.length)) {
            socket.getOutputStream().write(body);
            socket.getOutputStream().flush();
            request = server.transcriber.requests.poll(10, TimeUnit.SECONDS);
            assertThat(request).isNotNull();
            assertThat(request.cancellation().isRequested()).isFalse();
        }
        Eventually.holds(() -> request.cancellation().isRequested());
        assertThat(server.blobs()).as("the worker may still read it").hasSize(1);

        reply.complete(new TranscriptionReply.Failed(dev.sotto.fault.FaultCode.CANCELLED, "stopped"));
        Eventually.holds(() -> server.blobs().isEmpty());
    }

    @Test
    void upload_that_trickles_is_cut_off() throws Exception {
        server = TestServer.start(
                home,
                Map.of("SOTTO_HTTP_UPLOAD_RATE_WINDOW", "200ms", "SOTTO_HTTP_UPLOAD_BYTES_PER_SECOND_MIN", "1MiB"));
        try (Socket socket = begin(1_000_000)) {
            String answer = firstLines(socket);
            assertThat(answer).startsWith("HTTP/1.1 408 ");
            assertThat(answer).contains("The upload is too slow: fewer than 1048576 bytes a second.");
        }
        Eventually.holds(() -> server.uploads().isEmpty());
    }

    @Test
    void upload_that_goes_on_for_ever_is_cut_off_however_fast_it_is() throws Exception {
        server = TestServer.start(
                home, Map.of("SOTTO_HTTP_UPLOAD_TIMEOUT", "300ms", "SOTTO_HTTP_UPLOAD_BYTES_PER_SECOND_MIN", "1"));
        try (Socket socket = begin(1_000_000)) {
            String answer = firstLines(socket);
            assertThat(answer).startsWith("HTTP/1.1 408 ");
            assertThat(answer).contains("The upload took longer than the 0 s that are allowed.");
        }
        Eventually.holds(() -> server.uploads().isEmpty());
    }

    @Test
    void two_hundred_clients_that_never_finish_their_headers_hold_nobody_up_and_are_closed() throws Exception {
        server = TestServer.start(home, Map.of("SOTTO_HTTP_IDLE_TIMEOUT", "1s"));
        for (int i = 0; i < 200; i++) {
            Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
            slow.add(socket);
            socket.setSoTimeout(60_000);
            socket.getOutputStream().write("POST / HTTP/1.1\r\nX-A: ".getBytes(StandardCharsets.US_ASCII));
        }
        MultipartBody form = new MultipartBody().field("model", "whisper-1").file(new byte[10]);
        assertThat(server.post(TRANSCRIPTIONS, form).statusCode()).isEqualTo(200);
        for (Socket socket : slow) {
            assertThat(socket.getInputStream().read())
                    .as("client %d", slow.indexOf(socket))
                    .isEqualTo(-1);
        }
    }

    @Test
    void two_hundred_clients_whose_bodies_trickle_hold_nobody_up_and_are_cut_off() throws Exception {
        server = TestServer.start(
                home, Map.of("SOTTO_HTTP_UPLOAD_RATE_WINDOW", "6s", "SOTTO_TRANSCRIPTION_WAITING_MAX", "8"));
        for (int i = 0; i < 200; i++) {
            slow.add(begin(1_000_000));
        }
        Eventually.holds(() -> server.uploads().size() == 200);
        MultipartBody form = new MultipartBody().field("model", "whisper-1").file(new byte[10]);
        assertThat(server.post(TRANSCRIPTIONS, form).statusCode()).isEqualTo(200);
        for (Socket socket : slow) {
            assertThat(firstLines(socket)).as("client %d", slow.indexOf(socket)).startsWith("HTTP/1.1 408 ");
        }
        Eventually.holds(() -> server.uploads().isEmpty());
    }

    @Test
    void full_queue_is_answered_before_the_body_is_read() throws Exception {
        server = TestServer.start(
                home,
                Map.of("SOTTO_TRANSCRIPTION_INTERACTIVE_RUNNING_MAX", "1", "SOTTO_TRANSCRIPTION_WAITING_MAX", "1"));
        Promise<TranscriptionReply> reply = Promise.promise();
        server.transcriber.script = request -> reply.future();
        var form = new MultipartBody().field("model", "whisper-1").file(new byte[10]);
        var first = server.client.sendAsync(
                form.request(server.uri(TRANSCRIPTIONS)).build(), HttpResponse.BodyHandlers.ofString());
        TranscriptionRequest running = server.transcriber.requests.poll(10, TimeUnit.SECONDS);

        HttpResponse<String> refused = server.post(TRANSCRIPTIONS, form);
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.headers().firstValue("retry-after")).hasValue("5");
        assertThat(new JsonObject(refused.body())).isEqualTo(new JsonObject("""
                                {"error":{"message":"The queue of this server is full; please try again later.",
                                 "type":"rate_limit_error","param":null,"code":"queue_full"}}"""));

        reply.complete(new TranscriptionReply.Succeeded(ScriptedTranscriber.transcript(running)));
        assertThat(first.get(10, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
        assertThat(server.post(TRANSCRIPTIONS, form).statusCode()).isEqualTo(200);
    }

    @Test
    void one_upload_too_many_is_told_to_come_back() throws Exception {
        server = TestServer.start(home, Map.of("SOTTO_HTTP_UPLOAD_CONCURRENT_MAX", "1"));
        try (Socket socket = begin(1_000_000)) {
            Eventually.holds(() -> !server.uploads().isEmpty());
            HttpResponse<String> refused = server.post(
                    TRANSCRIPTIONS,
                    new MultipartBody().field("model", "whisper-1").file(new byte[10]));
            assertThat(refused.statusCode()).isEqualTo(429);
            assertThat(refused.body()).contains("Too many uploads are running; please try again later.");
            assertThat(socket.isConnected()).isTrue();
        }
    }

    @Test
    void transcription_that_outlasts_the_timeout_goes_on_without_its_caller() throws Exception {
        server = TestServer.start(
                home, Map.of("SOTTO_TRANSCRIPTION_TIMEOUT", "200ms", "SOTTO_HTTP_SHUTDOWN_GRACE", "100ms"));
        server.transcriber.script =
                request -> Promise.<TranscriptionReply>promise().future();

        HttpResponse<String> response = server.post(
                TRANSCRIPTIONS, new MultipartBody().field("model", "whisper-1").file(new byte[10]));

        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(response.body()).contains("The transcription took longer than this server waits.");
        String id = response.headers().firstValue("x-sotto-job-id").orElseThrow();
        assertThat(new JsonObject(server.get("/v1/jobs/" + id).body()).getString("status"))
                .isEqualTo("running");
    }

    @Test
    void leftovers_of_a_dead_process_are_swept_at_the_start() throws Exception {
        Path folder = Files.createDirectories(home.resolve("data/uploads"));
        Files.write(folder.resolve("old.upload"), new byte[10]);
        Files.write(folder.resolve("other.txt"), new byte[10]);

        server = TestServer.start(home, Map.of());

        assertThat(server.uploads()).isEmpty();
        assertThat(folder.resolve("other.txt")).exists();
        assertThat(Files.getPosixFilePermissions(folder)).hasSize(3);
    }

    @Test
    void fields_that_would_fill_the_memory_together_are_refused() throws Exception {
        server = TestServer.start(home, Map.of());
        MultipartBody form = new MultipartBody();
        for (int i = 0; i < 9; i++) {
            form.field("prompt", "x".repeat(60_000));
        }
        HttpResponse<String> refused = server.post(TRANSCRIPTIONS, form.file(new byte[10]));
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).contains("The fields together are longer than 524288 bytes.");
    }

    @Test
    void client_that_asks_first_is_told_to_go_on() throws Exception {
        server = TestServer.start(home, Map.of());
        HttpRequest.Builder request = new MultipartBody()
                .field("model", "whisper-1")
                .file(new byte[10])
                .request(server.uri(TRANSCRIPTIONS))
                .expectContinue(true)
                .timeout(Duration.ofSeconds(10));
        assertThat(server.send(request).statusCode()).isEqualTo(200);
    }

    /** A request of raw bytes whose body has only begun. */
    private Socket begin(int contentLength) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        socket.setSoTimeout(10_000);
        String head = "POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Type: multipart/form-data; boundary=%s\r\n"
                        .formatted(TRANSCRIPTIONS, MultipartBody.BOUNDARY)
                + "Content-Length: %d\r\n\r\n".formatted(contentLength);
        socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
        return socket;
    }

    private static String firstLines(Socket socket) throws IOException {
        StringBuilder text = new StringBuilder();
        byte[] buffer = new byte[4096];
        while (!text.toString().endsWith("}}")) {
            int read = socket.getInputStream().read(buffer);
            if (read < 0) {
                break;
            }
            text.append(new String(buffer, 0, read, StandardCharsets.UTF_8));
        }
        return text.toString();
    }

    /** Chunked, with a file of zeros. */
    private HttpRequest.Builder streamed(long fileBytes) {
        byte[] head = MultipartBody.fileBegun();
        byte[] end = ("\r\n--" + MultipartBody.BOUNDARY + "--\r\n").getBytes(StandardCharsets.US_ASCII);
        return HttpRequest.newBuilder(server.uri(TRANSCRIPTIONS))
                .header("Content-Type", "multipart/form-data; boundary=" + MultipartBody.BOUNDARY)
                .POST(HttpRequest.BodyPublishers.ofInputStream(
                        () -> new SequenceInputStream(Collections.enumeration(List.of(
                                new ByteArrayInputStream(head),
                                new Zeros(fileBytes),
                                new ByteArrayInputStream(end))))));
    }

    private static final class Zeros extends InputStream {
        private long left;

        Zeros(long count) {
            left = count;
        }

        @Override
        public int read() {
            return left-- > 0 ? 0 : -1;
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            if (left <= 0) {
                return -1;
            }
            int count = (int) Math.min(left, length);
            left -= count;
            return count;
        }
    }

    private static Future<TranscriptionReply> answer(TranscriptionRequest request) {
        return Future.succeededFuture(new TranscriptionReply.Succeeded(ScriptedTranscriber.transcript(request)));
    }

    private static long usedBytes() {
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
