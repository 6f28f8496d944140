package dev.sotto.api.sotto;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.testing.Eventually;
import dev.sotto.testing.TestServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Keys made, listed and revoked over HTTP by whoever has the scope admin. */
@Tag("heavy")
@Timeout(60)
class KeysApiIT {
    private static final String ADMIN = "an-admin-key-of-enough-characters";

    @TempDir
    Path home;

    private TestServer server;

    @AfterEach
    void stop() {
        Optional.ofNullable(server).ifPresent(TestServer::close);
    }

    private void start(Map<String, String> settings) throws Exception {
        server = TestServer.start(home, settings);
    }

    private HttpResponse<String> call(String method, String path, String key, String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(server.uri(path))
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        return server.send(key.isEmpty() ? request : request.header("authorization", "Bearer " + key));
    }

    private static JsonObject json(HttpResponse<String> response) {
        return new JsonObject(response.body());
    }

    @Test
    void a_key_is_shown_once_works_is_listed_and_revoked() throws Exception {
        start(Map.of("SOTTO_ADMIN_KEY", ADMIN));
        HttpResponse<String> made = call("POST", "/v1/keys", ADMIN, """
            {"name": "anna", "scopes": ["read"], "expires_in_seconds": 3600,
             "limits": {"requests_per_minute": 60, "audio_seconds_per_day": 7200}}\
            """);
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        String text = json(made).getString("key");
        String id = json(made).getString("id");
        assertThat(json(made).getString("owner")).isEqualTo("anna");
        assertThat(json(made).getJsonArray("scopes")).isEqualTo(new JsonArray().add("read"));
        assertThat(json(made).getJsonObject("limits"))
                .isEqualTo(new JsonObject().put("requests_per_minute", 60).put("audio_seconds_per_day", 7200));

        HttpResponse<String> used =
                Eventually.get(() -> call("GET", "/v1/jobs", text, ""), answer -> answer.statusCode() == 200);
        assertThat(used.headers().firstValue("x-ratelimit-limit-requests")).hasValue("60");
        HttpResponse<String> listed = call("GET", "/v1/keys", ADMIN, "");
        assertThat(listed.body()).contains(id).doesNotContain(text);
        assertThat(call("DELETE", "/v1/keys/" + id, text, "").statusCode()).isEqualTo(403);

        HttpResponse<String> revoked = call("DELETE", "/v1/keys/" + id, ADMIN, "");
        assertThat(revoked.statusCode()).isEqualTo(200);
        assertThat(json(revoked).getValue("revoked_at")).isNotNull();
        Eventually.get(() -> call("GET", "/v1/jobs", text, ""), answer -> answer.statusCode() == 401);
    }

    @Test
    void keys_come_page_by_page_newest_first() throws Exception {
        start(Map.of("SOTTO_ADMIN_KEY", ADMIN));
        for (String name : new String[] {"a", "b", "c"}) {
            assertThat(call("POST", "/v1/keys", ADMIN, "{\"name\":\"%s\"}".formatted(name))
                            .statusCode())
                    .isEqualTo(201);
        }
        JsonObject first = json(call("GET", "/v1/keys?limit=2", ADMIN, ""));
        assertThat(first.getJsonArray("data"))
                .extracting(key -> ((JsonObject) key).getString("name"))
                .containsExactly("c", "b");
        assertThat(first.getBoolean("has_more")).isTrue();
        JsonObject second = json(call("GET", "/v1/keys?limit=2&after=" + first.getString("last_id"), ADMIN, ""));
        assertThat(second.getJsonArray("data"))
                .extracting(key -> ((JsonObject) key).getString("name"))
                .containsExactly("a");
        assertThat(call("GET", "/v1/keys?after=none", ADMIN, "").statusCode()).isEqualTo(400);
    }

    @Test
    void a_server_without_keys_lets_nobody_make_the_first_one_over_http() throws Exception {
        start(Map.of());
        HttpResponse<String> refused = call("POST", "/v1/keys", "", "{\"name\":\"a\"}");
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(json(refused).getString("detail")).contains("SOTTO_ADMIN_KEY", "sotto keys create");
        assertThat(call("GET", "/v1/jobs", "", "").statusCode()).isEqualTo(200);
    }

    @Test
    void an_order_that_cannot_be_filled_says_which_field() throws Exception {
        start(Map.of("SOTTO_ADMIN_KEY", ADMIN));
        Map<String, String> fieldByBody = Map.ofEntries(
                Map.entry("{}", "name"),
                Map.entry("{'name':' '}", "name"),
                Map.entry("{'name':'admin'}", "name"),
                Map.entry("{'name':'a','owner':'a b'}", "owner"),
                Map.entry("{'name':'a','scopes':[]}", "scopes"),
                Map.entry("{'name':'a','scopes':['root']}", "scopes"),
                Map.entry("{'name':'a','scopes':'read'}", "scopes"),
                Map.entry("{'name':'a','expires_in_seconds':0}", "expires_in_seconds"),
                Map.entry("{'name':'a','limits':{'rate':1}}", "field"),
                Map.entry("{'name':'a','limits':{'running_max':1.5}}", "running_max"),
                Map.entry("{'name':'a','limits':7}", "limits"),
                Map.entry("{'name':'a','extra':7}", "field"));
        fieldByBody.forEach((body, field) -> {
            HttpResponse<String> refused = call("POST", "/v1/keys", ADMIN, body.replace('\'', '"'));
            assertThat(refused.statusCode()).as(body + refused.body()).isEqualTo(400);
            assertThat(refused.headers().firstValue("content-type")).hasValue("application/problem+json");
            assertThat(json(refused).getString("field")).as(body).isEqualTo(field);
        });
    }

    @Test
    void a_fault_is_told_as_problem_details() throws Exception {
        start(Map.of("SOTTO_ADMIN_KEY", ADMIN));
        HttpResponse<String> missing = call("DELETE", "/v1/keys/none", ADMIN, "");
        String request = missing.headers().firstValue("x-request-id").orElseThrow();
        assertThat(json(missing))
                .isEqualTo(new JsonObject()
                        .put("type", "urn:sotto:problem:key_not_found")
                        .put("title", "Key not found")
                        .put("status", 404)
                        .put("detail", "There is no key `none`.")
                        .put("instance", "urn:sotto:request:" + request)
                        .put("code", "key_not_found")
                        .put("field", "key"));
        assertThat(json(call("PUT", "/v1/keys/none", ADMIN, "")).getString("code"))
                .isEqualTo("method_not_allowed");
        assertThat(json(call("GET", "/v1/keys", "", "")).getString("code")).isEqualTo("missing_api_key");
    }
}
