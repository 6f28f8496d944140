package dev.sotto.api.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.sotto.bus.TranscriptionReply;
import dev.sotto.testing.MultipartBody;
import dev.sotto.testing.TestServer;
import io.vertx.core.Promise;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk that fills up: a small one of memory, mounted for the test where this user may, else the test is skipped. */
@Tag("heavy")
class UploadDiskIT {
    private static final String TRANSCRIPTIONS = "/v1/audio/transcriptions";
    private static final String NO_ROOM = "The server's disk has no room for this upload; please try again later.";
    private static final int MIB = 1 << 20;
    private static final int JOBS_MAX = 500;

    @TempDir
    Path home;

    private TestServer server;
    private Path disk;

    @AfterEach
    void stop() throws Exception {
        if (server != null) {
            server.close();
        }
        if (disk != null) {
            run("umount", disk.toString());
        }
    }

    @Test
    void upload_longer_than_the_disk_is_refused_before_it_is_read() throws Exception {
        mount(8 * MIB);
        server = TestServer.start(home, Map.of("SOTTO_HTTP_UPLOAD_FREE_BYTES_MIN", "1MiB"));
        String head = "POST %s HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: %d\r\n"
                        .formatted(TRANSCRIPTIONS, 20 * MIB)
                + "Content-Type: multipart/form-data; boundary=%s\r\n\r\n".formatted(MultipartBody.BOUNDARY);
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            byte[] answer = new byte[4096];
            int length = socket.getInputStream().readNBytes(answer, 0, 12);
            length += socket.getInputStream().read(answer, length, answer.length - length);
            assertThat(new String(answer, 0, length, StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 507 ")
                    .contains(NO_ROOM)
                    .contains("\"code\":\"insufficient_storage\"");
        }
        assertThat(server.uploads()).isEmpty();
        assertThat(server.post(TRANSCRIPTIONS, body(1000)).statusCode()).isEqualTo(200);
    }

    @Test
    void reserve_of_the_disk_is_not_touched() throws Exception {
        mount(8 * MIB);
        server = TestServer.start(home, Map.of("SOTTO_HTTP_UPLOAD_FREE_BYTES_MIN", "7MiB"));
        assertThat(server.post(TRANSCRIPTIONS, body(2 * MIB)).body()).contains(NO_ROOM);
        assertThat(server.post(TRANSCRIPTIONS, body(1000)).statusCode()).isEqualTo(200);
    }

    @Test
    void disk_that_fills_up_meanwhile_is_told_at_once_and_the_server_goes_on() throws Exception {
        mount(8 * MIB);
        server = TestServer.start(home, Map.of("SOTTO_HTTP_UPLOAD_FREE_BYTES_MIN", "0"));
        byte[] all = body(20 * MIB).bytes();
        HttpRequest.Builder streamed = HttpRequest.newBuilder(server.uri(TRANSCRIPTIONS))
                .header("Content-Type", "multipart/form-data; boundary=" + MultipartBody.BOUNDARY)
                .timeout(Duration.ofSeconds(10))
                .POST(HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(all)));
        long start = System.nanoTime();
        HttpResponse<String> answer = server.send(streamed);
        assertThat(answer.statusCode()).isEqualTo(507);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
        assertThat(server.uploads()).isEmpty();
        assertThat(server.post(TRANSCRIPTIONS, body(1000)).statusCode()).isEqualTo(200);
    }

    @Test
    void uploads_that_do_not_say_their_length_stop_before_the_reserve_of_the_disk() throws Exception {
        mount(16 * MIB);
        server = TestServer.start(home, Map.of("SOTTO_HTTP_UPLOAD_FREE_BYTES_MIN", "6MiB"));
        byte[] all = body(20 * MIB).bytes();
        List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            answers.add(server.client.sendAsync(
                    HttpRequest.newBuilder(server.uri(TRANSCRIPTIONS))
                            .header("Content-Type", "multipart/form-data; boundary=" + MultipartBody.BOUNDARY)
                            .POST(HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(all)))
                            .build(),
                    HttpResponse.BodyHandlers.ofString()));
        }
        CompletableFuture<Void> ended = CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new));
        long freeMin = Long.MAX_VALUE;
        while (!ended.isDone()) {
            freeMin = Math.min(freeMin, Files.getFileStore(disk).getUsableSpace());
        }
        for (CompletableFuture<HttpResponse<String>> answer : answers) {
            assertThat(answer.get().statusCode()).isEqualTo(507);
            assertThat(answer.get().body()).contains(NO_ROOM);
        }
        assertThat(freeMin).isBetween(6L * MIB - MIB / 2, 9L * MIB);
        assertThat(server.uploads()).isEmpty();
        assertThat(server.post(TRANSCRIPTIONS, body(1000)).statusCode()).isEqualTo(200);
    }

    @Test
    void json_counts_by_the_recording_in_it_and_not_by_its_text() throws Exception {
        mount(10 * MIB);
        server = TestServer.start(home, Map.of("SOTTO_HTTP_UPLOAD_FREE_BYTES_MIN", "1MiB"));
        long free = Files.getFileStore(disk).getUsableSpace() - MIB;
        int fits = (int) (free * 7 / 8);
        assertThat(server.send(json(fits)).statusCode()).as("of %d free", free).isEqualTo(200);
        HttpResponse<String> answer = server.send(json((int) (free * 9 / 8)));
        assertThat(answer.statusCode()).isEqualTo(507);
        assertThat(answer.body()).contains(NO_ROOM).contains("\"code\":\"insufficient_storage\"");
        assertThat(server.uploads()).isEmpty();
    }

    @Test
    void json_that_does_not_say_its_length_stops_before_the_reserve_of_the_disk() throws Exception {
        mount(16 * MIB);
        server = TestServer.start(home, Map.of("SOTTO_HTTP_UPLOAD_FREE_BYTES_MIN", "6MiB"));
        CompletableFuture<HttpResponse<String>> answer = server.client.sendAsync(
                jsonHead()
                        .POST(HttpRequest.BodyPublishers.ofInputStream(
                                () -> new ByteArrayInputStream(jsonBody(20 * MIB))))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        long freeMin = Long.MAX_VALUE;
        while (!answer.isDone()) {
            freeMin = Math.min(freeMin, Files.getFileStore(disk).getUsableSpace());
        }
        assertThat(answer.get().statusCode()).isEqualTo(507);
        assertThat(freeMin).isBetween(6L * MIB - MIB / 2, 9L * MIB);
        assertThat(server.uploads()).isEmpty();
        assertThat(server.send(json(1000)).statusCode()).isEqualTo(200);
    }

    @Test
    void copy_of_an_upload_that_gets_a_head_needs_room_too() throws Exception {
        mount(10 * MIB);
        server = TestServer.start(home, Map.of("SOTTO_HTTP_UPLOAD_FREE_BYTES_MIN", "1MiB"));
        MultipartBody samples = samples(new byte[5 * MIB]);
        HttpResponse<String> answer = server.post("/asr?encode=false", samples);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(507);
        assertThat(server.uploads()).isEmpty();
        MultipartBody few = samples(new byte[1000]);
        assertThat(server.post("/asr?encode=false", few).statusCode()).isEqualTo(200);
    }

    @Test
    void server_on_a_disk_that_is_full_to_the_last_byte_is_not_ready_whatever_reserve_is_asked_for() throws Exception {
        mount(8 * MIB);
        server = TestServer.start(home, Map.of("SOTTO_HTTP_UPLOAD_FREE_BYTES_MIN", "0", "SOTTO_MANAGEMENT_PORT", "0"));
        assertThat(ready()).isEqualTo(200);
        Path filler = disk.resolve("filler");
        assertThatThrownBy(() -> Files.write(filler, new byte[8 * MIB])).isInstanceOf(IOException.class);
        assertThat(ready()).isEqualTo(503);
        Files.delete(filler);
        assertThat(ready()).isEqualTo(200);
    }

    private int ready() {
        return server.send(HttpRequest.newBuilder(server.managementUri("/health/ready")))
                .statusCode();
    }

    @Test
    void store_that_is_full_refuses_jobs_whole_and_takes_them_again_when_there_is_room() throws Exception {
        mount("data/store", 8 * MIB);
        server = TestServer.start(
                home, Map.of("SOTTO_TRANSCRIPTION_INTERACTIVE_RUNNING_MAX", "1", "SOTTO_HTTP_SHUTDOWN_GRACE", "100ms"));
        server.transcriber.script =
                request -> Promise.<TranscriptionReply>promise().future();
        Path filler = disk.resolve("filler");
        assertThatThrownBy(() -> Files.write(filler, new byte[8 * MIB])).isInstanceOf(IOException.class);
        int accepted = 0;
        HttpResponse<String> answer = server.post("/v1/jobs", body(1000));
        while (answer.statusCode() == 202 && accepted < JOBS_MAX) {
            accepted++;
            answer = server.post("/v1/jobs", body(1000));
        }
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
        assertThat(answer.headers().firstValue("retry-after")).isPresent();
        assertThat(answer.body()).contains("\"code\":\"store_full\"").doesNotContain(home.toString());
        assertThat(server.blobs()).hasSize(accepted);
        assertThat(server.uploads()).isEmpty();
        Files.delete(filler);
        assertThat(server.post("/v1/jobs", body(1000)).statusCode()).isEqualTo(202);
        assertThat(server.blobs()).hasSize(accepted + 1);
    }

    @Test
    void folder_that_vanished_is_a_fault_of_storage_too() throws Exception {
        server = TestServer.start(home, Map.of());
        Path folder = server.uploadFolder();
        Files.delete(folder.resolve(".lock"));
        Files.delete(folder);
        assertThat(server.post(TRANSCRIPTIONS, body(1000)).statusCode()).isEqualTo(507);
    }

    private HttpRequest.Builder json(int bytes) {
        return jsonHead().POST(HttpRequest.BodyPublishers.ofByteArray(jsonBody(bytes)));
    }

    private HttpRequest.Builder jsonHead() {
        return HttpRequest.newBuilder(server.uri(TRANSCRIPTIONS)).header("Content-Type", "application/json");
    }

    private static byte[] jsonBody(int bytes) {
        String data = Base64.getEncoder().encodeToString(new byte[bytes]);
        return "{\"model\":\"whisper-1\",\"input_audio\":{\"data\":\"%s\"}}"
                .formatted(data)
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static MultipartBody samples(byte[] content) {
        return new MultipartBody().part("form-data; name=\"audio_file\"; filename=\"x.raw\"", content);
    }

    private static MultipartBody body(int bytes) {
        return new MultipartBody().field("model", "whisper-1").file(new byte[bytes]);
    }

    private void mount(int bytes) throws Exception {
        mount("data", bytes);
    }

    private void mount(String folder, int bytes) throws Exception {
        Path data = Files.createDirectories(home.resolve(folder));
        if (!run("mount", "-t", "tmpfs", "-o", "size=" + bytes, "tmpfs", data.toString())) {
            abort("skipped: this user may not mount a small disk");
        }
        disk = data;
    }

    private static boolean run(String... command) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false; // no such program
        }
    }
}
