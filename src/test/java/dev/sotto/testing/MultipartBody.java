package dev.sotto.testing;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;

/** Writes a multipart form byte by byte, the wrong ones too. */
public final class MultipartBody {
    public static final String BOUNDARY = "----sotto-test-boundary";

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    public MultipartBody field(String name, String value) {
        return raw(
                "--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n");
    }

    public MultipartBody file(byte[] content) {
        return part("form-data; name=\"file\"; filename=\"sample.wav\"", content);
    }

    public MultipartBody part(String disposition, byte[] content) {
        return part(disposition.getBytes(StandardCharsets.UTF_8), content);
    }

    /** As above, in whatever encoding. */
    public MultipartBody part(byte[] disposition, byte[] content) {
        raw("--" + BOUNDARY + "\r\nContent-Disposition: ");
        out.writeBytes(disposition);
        raw("\r\nContent-Type: application/octet-stream\r\n\r\n");
        out.writeBytes(content);
        return raw("\r\n");
    }

    public MultipartBody raw(String text) {
        out.writeBytes(text.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    /** The body with its last boundary. */
    public byte[] bytes() {
        byte[] end = ("--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.UTF_8);
        byte[] bytes = java.util.Arrays.copyOf(out.toByteArray(), out.size() + end.length);
        System.arraycopy(end, 0, bytes, out.size(), end.length);
        return bytes;
    }

    /** The body as written so far, without its last boundary. */
    public byte[] unfinished() {
        return out.toByteArray();
    }

    /** A whole form but for its file, of which the content may follow. */
    public static byte[] fileBegun() {
        return new MultipartBody()
                .field("model", "whisper-1")
                .raw("--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\n")
                .unfinished();
    }

    public HttpRequest.Builder request(URI uri) {
        return request(uri, bytes());
    }

    public static HttpRequest.Builder request(URI uri, byte[] body) {
        return HttpRequest.newBuilder(uri)
                .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
    }
}
