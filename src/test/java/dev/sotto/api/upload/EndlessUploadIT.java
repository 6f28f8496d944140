package dev.sotto.api.upload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.testing.Eventually;
import dev.sotto.testing.MultipartBody;
import dev.sotto.testing.TestServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An upload that would never end, over a connection of its own. */
@Tag("heavy")
@Timeout(60)
class EndlessUploadIT {
    private static final String TRANSCRIPTIONS = "/v1/audio/transcriptions";
    private static final int CHUNK_BYTES = 64 << 10;
    private static final long ENDLESS_BYTES_MAX = 256L << 20;

    @TempDir
    Path home;

    private TestServer server;

    @AfterEach
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void upload_without_an_end_is_answered_at_the_limit_and_cut_off() throws Exception {
        server = TestServer.start(home, Map.of("SOTTO_HTTP_UPLOAD_BYTES_MAX", "1MiB"));
        String head = "POST %s HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n".formatted(TRANSCRIPTIONS)
                + "Content-Type: multipart/form-data; boundary=%s\r\n\r\n".formatted(MultipartBody.BOUNDARY);
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout(20_000);
            CompletableFuture<String> answer = CompletableFuture.supplyAsync(() -> statusLine(socket));
            OutputStream out = socket.getOutputStream();
            out.write(head.getBytes(StandardCharsets.US_ASCII));
            writeChunk(out, MultipartBody.fileBegun());
            assertThat(writeUntilCutOff(out)).isLessThan(ENDLESS_BYTES_MAX);
            assertThat(answer.get(20, TimeUnit.SECONDS)).startsWith("HTTP/1.1 413 ");
        }
        Eventually.holds(() -> server.uploads().isEmpty());
        assertThat(server.blobs()).isEmpty();
    }

    /** How many bytes of zeros, in chunks, were written until the connection was gone. */
    private static long writeUntilCutOff(OutputStream out) {
        long written = 0;
        try {
            while (written < ENDLESS_BYTES_MAX) {
                writeChunk(out, new byte[CHUNK_BYTES]);
                written += CHUNK_BYTES;
            }
        } catch (IOException e) {
            // cut off, as it should be
        }
        return written;
    }

    private static void writeChunk(OutputStream out, byte[] bytes) throws IOException {
        out.write((Integer.toHexString(bytes.length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
        out.write(bytes);
        out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
    }

    /** Read while the upload is written: what is not read before the connection is reset is lost. */
    private static String statusLine(Socket socket) {
        try {
            byte[] line = socket.getInputStream().readNBytes("HTTP/1.1 413 ".length());
            return new String(line, StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
