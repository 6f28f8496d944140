package dev.sotto.api.dialect.whisperxfastapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.testing.Eventually;
import dev.sotto.testing.MultipartBody;
import dev.sotto.testing.TestServer;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;

/** What clients of this dialect do. */
record TaskClient(TestServer server) {
    static MultipartBody form(String name) {
        return new MultipartBody()
                .part(
                        "form-data; name=\"file\"; filename=\"%s\"".formatted(name),
                        "a recording".getBytes(StandardCharsets.UTF_8));
    }

    String submit(String path, MultipartBody form) {
        HttpResponse<String> queued = server.post(path, form);
        assertThat(queued.statusCode()).as(queued.body()).isEqualTo(200);
        assertThat(json(queued).getString("message")).isEqualTo("Task queued");
        return json(queued).getString("identifier");
    }

    HttpResponse<String> send(String path, String contentType, String body) {
        return server.send(HttpRequest.newBuilder(server.uri(path))
                .header("content-type", contentType)
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    JsonObject ended(String id) {
        return Eventually.get(() -> json(server.get("/task/" + id)), task -> !task.getString("status")
                .equals("processing"));
    }

    HttpResponse<String> delete(String id) {
        return server.send(
                HttpRequest.newBuilder(server.uri("/task/" + id + "/delete")).DELETE());
    }

    static JsonObject json(HttpResponse<String> response) {
        return new JsonObject(response.body());
    }

    static void assertError(HttpResponse<String> response, int status, String code) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        JsonObject error = json(response).getJsonObject("error");
        assertThat(error.getString("code")).isEqualTo(code);
        assertThat(error.getString("message")).isNotBlank();
        assertThat(json(response).getString("detail")).isNotBlank();
    }
}
