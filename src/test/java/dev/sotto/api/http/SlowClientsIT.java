package dev.sotto.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.bus.TranscriptionReply;
import dev.sotto.fault.FaultCode;
import dev.sotto.testing.MultipartBody;
import dev.sotto.testing.TestServer;
import dev.sotto.transcript.Segment;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that take no answers, or send their bytes one by one. */
@Tag("heavy")
@Timeout(300)
class SlowClientsIT {
    private static final int UPLOADS = 24;
    /** On the management port. */
    private static final String METRICS = "/metrics";

    @TempDir
    Path home;

    private TestServer server;
    private final List<Socket> sockets = new ArrayList<>();
    private final AtomicBoolean isOver = new AtomicBoolean();

    @AfterEach
    void stop() throws Exception {
        isOver.set(true);
        for (Socket socket : sockets) {
            socket.close();
        }
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/openapi.yaml", "/index.html", METRICS})
    void client_that_asks_for_many_answers_and_takes_none_is_cut_off_and_holds_no_memory(String path) throws Exception {
        server = TestServer.start(
                home,
                Map.of(
                        "SOTTO_HTTP_WRITE_TIMEOUT", "1s",
                        "SOTTO_HTTP_IDLE_TIMEOUT", "1h",
                        "SOTTO_MANAGEMENT_PORT", "0"));
        int port = path.equals(METRICS) ? server.managementPort().getAsInt() : server.port();
        Socket socket = withSmallWindow(port);
        System.gc();
        long before = usedBytes();
        send(socket, ("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n").repeat(5_000));
        assertThat(isCut(socket, Duration.ofMinutes(2))).isTrue();
        System.gc();
        assertThat(usedBytes() - before).isLessThan(32L << 20);
        assertThat(server.get("/health").statusCode()).isEqualTo(200);
    }

    /** A transcript of 100 MB, of which the reader of the job's events takes nothing. */
    @Test
    void reader_of_a_job_s_events_who_takes_nothing_loses_the_stream_and_not_its_segments() throws Exception {
        server = TestServer.start(home, Map.of());
        Promise<TranscriptionReply> end = Promise.promise();
        CountDownLatch isSaid = new CountDownLatch(1);
        server.transcriber.script = request -> {
            String text = " word".repeat(4_000);
            server.transcriber.vertx.get().setTimer(500, started -> {
                for (int i = 0; i < 5_000; i++) {
                    request.listener().segment(new Segment(i, 0, i, i + 1, text, List.of(1), 0, -0.2, 1, 0, List.of()));
                }
                isSaid.countDown();
            });
            return end.future();
        };
        System.gc();
        long before = usedBytes();
        MultipartBody form = new MultipartBody().field("model", "whisper-1").file(new byte[] {1, 2, 3});
        String job = new JsonObject(server.post("/v1/jobs", form).body()).getString("id");
        send(withSmallWindow(server.port()), "GET /v1/jobs/" + job + "/events HTTP/1.1\r\nHost: localhost\r\n\r\n");
        isSaid.await();
        assertThat(server.get("/health").statusCode()).isEqualTo(200);
        System.gc();
        assertThat(usedBytes() - before).isLessThan(64L << 20); // the texts themselves are one
        end.complete(new TranscriptionReply.Failed(FaultCode.INVALID_MEDIA, "Over."));
    }

    @Test
    void client_that_takes_its_answers_slowly_but_steadily_gets_them_all() throws Exception {
        server = TestServer.start(home, Map.of("SOTTO_HTTP_WRITE_TIMEOUT", "20s", "SOTTO_HTTP_IDLE_TIMEOUT", "20s"));
        Socket socket = withSmallWindow(server.port());
        int answers = 20;
        send(socket, "GET /openapi.yaml HTTP/1.1\r\nHost: localhost\r\n\r\n".repeat(answers));
        InputStream in = socket.getInputStream();
        StringBuilder all = new StringBuilder();
        byte[] piece = new byte[16 * 1024];
        for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
            all.append(new String(piece, 0, read, StandardCharsets.ISO_8859_1));
        }
        assertThat(all.toString().split("HTTP/1.1 200 OK", -1)).hasSize(answers + 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST /v1/jobs", "POST /v1/jobs/x/webhooks", "GET /v1/jobs/x/events", "PUT /nothing"})
    void bodies_in_chunks_of_a_byte_hold_up_nobody_and_little_memory(String operation) throws Exception {
        server = TestServer.start(home, Map.of("SOTTO_HTTP_SHUTDOWN_GRACE", "100ms"));
        long alone = healthMillis(Duration.ofSeconds(3));
        System.gc();
        long before = usedBytes();
        CountDownLatch running = new CountDownLatch(UPLOADS);
        for (int i = 0; i < UPLOADS; i++) {
            Socket socket = begin(operation);
            Thread sender = new Thread(() -> sendByteByByte(socket, running), "sender");
            sender.setDaemon(true);
            sender.start();
        }
        running.await();

        // On a machine that is busy with other things every answer takes long.
        assertThat(healthMillis(Duration.ofSeconds(10)))
                .as("alone %d ms", alone)
                .isLessThan(3_000 + 20 * alone);
        System.gc(); // what is left is held: the uploads still run
        assertThat(usedBytes() - before).isLessThan(256L << 20);
    }

    /** The median, of as many as fit into a time. */
    private long healthMillis(Duration time) {
        List<Long> millis = new ArrayList<>();
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < end) {
            long start = System.nanoTime();
            assertThat(server.get("/health").statusCode()).isEqualTo(200);
            millis.add(Duration.ofNanos(System.nanoTime() - start).toMillis());
        }
        millis.sort(Long::compare);
        return millis.get(millis.size() / 2);
    }

    private void sendByteByByte(Socket socket, CountDownLatch running) {
        byte[] chunks = "1\r\nx\r\n".repeat(2_000).getBytes(StandardCharsets.US_ASCII);
        try {
            OutputStream out = socket.getOutputStream();
            while (!isOver.get()) {
                out.write(chunks);
                running.countDown();
            }
        } catch (IOException e) {
            running.countDown();
        }
    }

    private Socket begin(String operation) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        sockets.add(socket);
        byte[] begun = MultipartBody.fileBegun();
        send(
                socket,
                operation + " HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n"
                        + "Content-Type: multipart/form-data; boundary=" + MultipartBody.BOUNDARY + "\r\n\r\n"
                        + Integer.toHexString(begun.length) + "\r\n" + new String(begun, StandardCharsets.US_ASCII)
                        + "\r\n");
        return socket;
    }

    /** Whose system takes little that its program has not read. */
    private Socket withSmallWindow(int port) throws IOException {
        Socket socket = new Socket();
        sockets.add(socket);
        socket.setReceiveBufferSize(4 * 1024);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        return socket;
    }

    /** The server may well stop reading before all of it is sent. */
    private static void send(Socket socket, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        Thread sender = new Thread(
                () -> {
                    try {
                        socket.getOutputStream().write(bytes);
                    } catch (IOException e) {
                        assertThat(e).isInstanceOf(SocketException.class);
                    }
                },
                "sender");
        sender.setDaemon(true);
        sender.start();
    }

    /** Whether a probe, which the client's system sends without reading anything, is refused within a time. */
    private static boolean isCut(Socket socket, Duration within) {
        byte[] probe = new byte[64 * 1024];
        Arrays.fill(probe, (byte) '\n');
        AtomicBoolean isCut = new AtomicBoolean();
        Thread prober = new Thread(
                () -> {
                    try {
                        while (true) {
                            socket.getOutputStream().write(probe);
                        }
                    } catch (IOException e) {
                        isCut.set(true);
                    }
                },
                "prober");
        prober.setDaemon(true);
        prober.start();
        try {
            prober.join(within.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return isCut.get();
    }

    private static long usedBytes() {
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
