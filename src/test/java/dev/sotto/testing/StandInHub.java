package dev.sotto.testing;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A model hub on this machine: serves one repository, with the faults that a test plants. */
public final class StandInHub implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    public static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";

    public final Map<String, byte[]> files = new LinkedHashMap<>();
    public final List<Request> requests = Collections.synchronizedList(new ArrayList<>());
    public volatile String etag = "\"one\"";
    public volatile Fault fault = (exchange, path) -> false;
    public volatile Change listing = json -> {};
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();

    /** What a client sent. */
    public record Request(String path, Optional<String> range, Optional<String> ifRange, Optional<String> token) {}

    /** Answers a request in the hub's place; false leaves it to the hub. */
    public interface Fault {
        boolean answers(HttpExchange exchange, String path) throws IOException;
    }

    /** Changes the listing before it is sent. */
    public interface Change {
        void to(ObjectNode listing);
    }

    public StandInHub() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    public URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    public InetSocketAddress address() {
        return server.getAddress();
    }

    public List<Request> requestsFor(String file) {
        return List.copyOf(requests).stream()
                .filter(request -> request.path().endsWith("/" + file))
                .toList();
    }

    private void handle(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        requests.add(new Request(
                path, header(exchange, "Range"), header(exchange, "If-Range"), header(exchange, "Authorization")));
        try (exchange) {
            if (fault.answers(exchange, path)) {
                return;
            }
            if (path.startsWith("/api/models/")) {
                byte[] json = listing(path);
                exchange.sendResponseHeaders(200, json.length);
                exchange.getResponseBody().write(json);
            } else {
                serve(exchange, path.substring(path.lastIndexOf('/') + 1));
            }
        }
    }

    private static Optional<String> header(HttpExchange exchange, String name) {
        return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name));
    }

    private void serve(HttpExchange exchange, String file) throws IOException {
        byte[] bytes = files.get(file);
        if (bytes == null) {
            exchange.sendResponseHeaders(404, -1);
            return;
        }
        exchange.getResponseHeaders().set("ETag", etag);
        String range = exchange.getRequestHeaders().getFirst("Range");
        String condition = exchange.getRequestHeaders().getFirst("If-Range");
        int start = 0;
        if (range != null && (condition == null || condition.equals(etag))) {
            start = Integer.parseInt(range.substring("bytes=".length(), range.length() - 1));
            exchange.getResponseHeaders()
                    .set("Content-Range", "bytes %d-%d/%d".formatted(start, bytes.length - 1, bytes.length));
        }
        exchange.sendResponseHeaders(start > 0 ? 206 : 200, bytes.length - start == 0 ? -1 : bytes.length - start);
        exchange.getResponseBody().write(bytes, start, bytes.length - start);
    }

    /** Announces the whole file and hangs up after some of its bytes. */
    public void cut(HttpExchange exchange, String file, int after) throws IOException {
        exchange.getResponseHeaders().set("ETag", etag);
        exchange.sendResponseHeaders(200, files.get(file).length);
        exchange.getResponseBody().write(files.get(file), 0, after);
        exchange.getResponseBody().flush();
    }

    private byte[] listing(String path) {
        ObjectNode json = JSON.createObjectNode().put("id", path).put("sha", COMMIT);
        json.putObject("cardData").put("license", "mit");
        var siblings = json.putArray("siblings");
        files.forEach((name, bytes) -> {
            ObjectNode sibling = siblings.addObject().put("rfilename", name).put("size", bytes.length);
            if (name.endsWith(".json")) {
                sibling.put(
                        "blobId",
                        hash("SHA-1", ("blob " + bytes.length + "\0").getBytes(StandardCharsets.US_ASCII), bytes));
            } else {
                sibling.putObject("lfs").put("size", bytes.length).put("sha256", hash("SHA-256", new byte[0], bytes));
            }
        });
        listing.to(json);
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String hash(String algorithm, byte[] head, byte[] bytes) {
        try {
            MessageDigest digest = MessageDigest.getInstance(algorithm);
            digest.update(head);
            return HexFormat.of().formatHex(digest.digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
