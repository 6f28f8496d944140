package dev.sotto.testing;

import dev.sotto.config.ConfigLoader;
import dev.sotto.config.ServerConfig;
import dev.sotto.server.SottoServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** The real server on a free port, with a {@link ScriptedTranscriber} in the worker's place. */
public final class TestServer implements AutoCloseable {
    /** The first start of a process loads most classes; two busy cores may be slow at it. */
    private static final int START_SECONDS_MAX = 90;

    public final ScriptedTranscriber transcriber = new ScriptedTranscriber();
    public volatile HttpClient client = HttpClient.newHttpClient();
    private final Path home;
    private final SottoServer sotto;

    private TestServer(Path home, Map<String, String> settings) throws Exception {
        this.home = home;
        Map<String, String> environment = new HashMap<>(
                // what most tests send is always the same, and each wants a job of its own
                Map.of("SOTTO_HTTP_PORT", "0", "SOTTO_JOBS_REUSE_RESULTS", "false"));
        environment.putAll(settings);
        ServerConfig config = ConfigLoader.load(home, Optional.empty(), environment);
        sotto = new SottoServer(
                config,
                new SottoServer.Works(
                        transcriber, transcriber::deploy, () -> transcriber.engine, () -> transcriber.models),
                () -> UUID.randomUUID().toString(),
                "1.2.3");
        try {
            sotto.start().await(START_SECONDS_MAX, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            close();
            throw e;
        }
    }

    /**
     * Starts a server.
     *
     * @param settings environment names to values, over the defaults
     */
    public static TestServer start(Path home, Map<String, String> settings) throws Exception {
        return new TestServer(home, settings);
    }

    public int port() {
        return sotto.port();
    }

    /** Empty if the settings open none. */
    public OptionalInt managementPort() {
        return sotto.managementPort();
    }

    /** Of the management port, if the settings open one. */
    public URI managementUri(String path) {
        return URI.create("http://127.0.0.1:" + sotto.managementPort().orElseThrow() + path);
    }

    public URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port() + path);
    }

    public Path uploadFolder() {
        return home.resolve("data/uploads");
    }

    /** Uploads that lie on disk now. */
    public List<Path> uploads() {
        try (Stream<Path> files = Files.list(uploadFolder())) {
            return files.filter(file -> file.toString().endsWith(".upload")).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Recordings of jobs that lie on disk now. */
    public List<Path> blobs() {
        try (Stream<Path> files = Files.list(home.resolve("data/blobs"))) {
            return files.toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Has what is sent next open connections of its own: a server with a short idle timeout may be closing those that are kept. */
    public void forgetConnections() {
        client = HttpClient.newHttpClient();
    }

    /** The answer, which {@link ContractCheck} has held against the contract of its surface. */
    public HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            if (response.request().uri().getPort() == port()) {
                ContractCheck.check(response, sotto.config().dialects());
            }
            return response;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    public HttpResponse<String> get(String path) {
        return send(HttpRequest.newBuilder(uri(path)));
    }

    public HttpResponse<String> post(String path, MultipartBody body) {
        return send(body.request(uri(path)));
    }

    @Override
    public void close() {
        try {
            sotto.close().await(20, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }
}
