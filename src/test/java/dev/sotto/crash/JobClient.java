package dev.sotto.crash;

import dev.sotto.testing.MultipartBody;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Talks to one server about jobs. Thread-safe. */
final class JobClient {
    private static final Duration LONGEST = Duration.ofMinutes(5);

    private final HttpClient http;
    private final URI address;

    JobClient(HttpClient http, URI address) {
        this.http = http;
        this.address = address;
    }

    URI address() {
        return address;
    }

    static HttpRequest.Builder upload(URI uri, Kind kind) throws IOException {
        MultipartBody body = new MultipartBody();
        kind.fields().forEach(body::field);
        return body.file(Files.readAllBytes(kind.recording())).request(uri).timeout(LONGEST);
    }

    /** The id of the job that the key names now. */
    String submit(Kind kind, String key) throws IOException, InterruptedException {
        HttpResponse<String> answer =
                send(upload(address.resolve("/v1/jobs"), kind).header("Idempotency-Key", key));
        return require(answer, 202).getString("id");
    }

    /** The id of the job behind a transcription that was waited for. */
    String transcribe(Kind kind, String key) throws IOException, InterruptedException {
        HttpResponse<String> answer =
                send(upload(address.resolve("/v1/audio/transcriptions"), kind).header("Idempotency-Key", key));
        require(answer, 200);
        return answer.headers().firstValue("x-sotto-job-id").orElseThrow();
    }

    JsonObject job(String id) throws IOException, InterruptedException {
        return require(get("/v1/jobs/" + id), 200);
    }

    JsonObject result(String id) throws IOException, InterruptedException {
        return require(get("/v1/jobs/" + id + "/result?response_format=verbose_json"), 200);
    }

    /** Asks for one more webhook, with the result along. */
    void register(String id, String url, String secret) throws IOException, InterruptedException {
        JsonObject registration =
                new JsonObject().put("url", url).put("secret", secret).put("include_result", true);
        HttpRequest.Builder request = HttpRequest.newBuilder(address.resolve("/v1/jobs/" + id + "/webhooks"))
                .timeout(LONGEST)
                .header("content-type", "application/json")
                .POST(BodyPublishers.ofString(registration.encode()));
        require(send(request), 201);
    }

    /** How many there are, at most a page of them. */
    int pendingDeliveries() throws IOException, InterruptedException {
        return require(get("/v1/webhooks/deliveries?status=pending&limit=100"), 200)
                .getJsonArray("data")
                .size();
    }

    /** All jobs that the server knows. */
    List<JsonObject> all() throws IOException, InterruptedException {
        List<JsonObject> jobs = new ArrayList<>();
        String path = "/v1/jobs?limit=500";
        while (true) {
            JsonObject page = require(get(path), 200);
            JsonArray data = page.getJsonArray("data");
            data.forEach(job -> jobs.add((JsonObject) job));
            if (!page.getBoolean("has_more")) {
                return jobs;
            }
            path = "/v1/jobs?limit=500&after=" + page.getString("last_id");
        }
    }

    /** Blocks until the job has ended. */
    void awaitEnd(String id) throws IOException, InterruptedException {
        get("/v1/jobs/" + id + "/events");
    }

    /** Blocks until the job has that status. */
    void awaitStatus(String id, String status) throws Exception {
        Waiting.until("job %s is %s".formatted(id, status), () -> job(id).getString("status")
                .equals(status));
    }

    /** Asks for it and does not wait: the answer may never come, if what runs next takes the server along. */
    CompletableFuture<HttpResponse<Void>> cancel(String id) {
        HttpRequest.Builder request = HttpRequest.newBuilder(address.resolve("/v1/jobs/" + id + "/cancel"))
                .timeout(LONGEST)
                .POST(BodyPublishers.noBody());
        return http.sendAsync(request.build(), BodyHandlers.discarding());
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(address.resolve(path)).timeout(LONGEST));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), BodyHandlers.ofString());
    }

    private static JsonObject require(HttpResponse<String> answer, int status) throws IOException {
        if (answer.statusCode() != status) {
            throw new IOException("%d instead of %d: %s".formatted(answer.statusCode(), status, answer.body()));
        }
        return new JsonObject(answer.body());
    }
}
