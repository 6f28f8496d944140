package dev.sotto.api.sotto;

import dev.sotto.api.http.EpochSeconds;
import dev.sotto.api.http.JsonBody;
import dev.sotto.api.http.JsonResponses;
import dev.sotto.api.http.Paging;
import dev.sotto.key.KeyLimits;
import dev.sotto.key.KeyRecord;
import dev.sotto.key.Scope;
import dev.sotto.service.JobServices;
import dev.sotto.service.KeyCommands;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;

/** The operations on keys, for whoever has the scope admin. A key's text is shown once, when it is made. */
final class KeysEndpoint {
    private final Vertx vertx;
    private final Duration bodyTime;
    private final KeyCommands keys;

    KeysEndpoint(JobServices services) {
        this.vertx = services.vertx();
        this.bodyTime = services.config().http().idleTimeout();
        this.keys = services.keys();
    }

    void create(RoutingContext context) {
        JsonBody.read(vertx, context.request(), bodyTime)
                .map(KeyBody::order)
                .compose(keys::create)
                .onSuccess(made ->
                        JsonResponses.send(context, 201, document(made.stored()).put("key", made.text())))
                .onFailure(context::fail);
    }

    void list(RoutingContext context) {
        keys.list(Paging.request(context, KeyCommands.PAGE_MAX))
                .onSuccess(page -> JsonResponses.ok(context, Paging.page(page.map(KeysEndpoint::document))))
                .onFailure(context::fail);
    }

    void revoke(RoutingContext context) {
        keys.revoke(context.pathParam("key"))
                .onSuccess(key -> JsonResponses.ok(context, document(key)))
                .onFailure(context::fail);
    }

    private static JsonObject document(KeyRecord key) {
        JsonArray scopes = new JsonArray();
        key.scopes().stream().map(Scope::wireName).sorted().forEach(scopes::add);
        return new JsonObject()
                .put("id", key.id())
                .put("object", "api_key")
                .put("name", key.name())
                .put("owner", key.owner())
                .put("scopes", scopes)
                .put("limits", limits(key.limits()))
                .put("created_at", EpochSeconds.of(key.createdAt()))
                .put("expires_at", EpochSeconds.of(key.expiresAt()))
                .put("revoked_at", EpochSeconds.of(key.revokedAt()));
    }

    /** Those that it has; a rate that is not by the minute is shown as it would be by the minute. */
    private static JsonObject limits(KeyLimits limits) {
        JsonObject json = new JsonObject();
        limits.rate()
                .ifPresent(rate -> json.put(
                        "requests_per_minute",
                        rate.requests()
                                * Duration.ofMinutes(1).toSeconds()
                                / rate.period().toSeconds()));
        limits.runningMax().ifPresent(max -> json.put("running_max", max));
        limits.queuedMax().ifPresent(max -> json.put("queued_max", max));
        limits.audioSecondsPerDay().ifPresent(max -> json.put("audio_seconds_per_day", max));
        limits.retention().ifPresent(max -> json.put("retention_seconds", max.toSeconds()));
        return json;
    }
}
