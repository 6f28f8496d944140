package dev.sotto.cli;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** Asks the server of this machine: never through a proxy, and never somebody else whom it names. */
final class LocalServer {
    static final int TIMEOUT_MILLIS = 4_000;
    private static final int BODY_BYTES_MAX = 4096;

    private LocalServer() {}

    /** @param body its beginning; empty if there is none */
    record Answer(int status, String body) {}

    /**
     * Blocks until the answer is there, for twice {@link #TIMEOUT_MILLIS} at most.
     *
     * @throws IOException if nobody answers in time
     */
    static Answer ask(String method, URI uri) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection(Proxy.NO_PROXY);
        connection.setRequestMethod(method);
        connection.setConnectTimeout(TIMEOUT_MILLIS);
        connection.setReadTimeout(TIMEOUT_MILLIS);
        connection.setInstanceFollowRedirects(false);
        try {
            int status = connection.getResponseCode();
            try (InputStream body = status < HttpURLConnection.HTTP_BAD_REQUEST
                    ? connection.getInputStream()
                    : connection.getErrorStream()) {
                byte[] read = body == null ? new byte[0] : body.readNBytes(BODY_BYTES_MAX);
                return new Answer(status, new String(read, StandardCharsets.UTF_8));
            }
        } finally {
            connection.disconnect();
        }
    }
}
