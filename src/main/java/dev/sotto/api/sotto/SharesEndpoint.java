package dev.sotto.api.sotto;

import dev.sotto.api.auth.Callers;
import dev.sotto.api.http.EpochSeconds;
import dev.sotto.api.http.HttpFaults;
import dev.sotto.api.http.JsonBody;
import dev.sotto.api.http.JsonResponses;
import dev.sotto.api.http.LongAnswers;
import dev.sotto.fault.FaultCode;
import dev.sotto.fault.FaultException;
import dev.sotto.job.JobId;
import dev.sotto.job.port.TranscriptShares.Share;
import dev.sotto.service.Faults;
import dev.sotto.service.JobReader;
import dev.sotto.service.JobServices;
import dev.sotto.service.SharedTranscripts;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Map;

/** Links to transcripts, for their owners, and the page that a link opens for everybody who has it. */
final class SharesEndpoint {
    private static final long SECONDS_MIN = 60;
    private static final long SECONDS_MAX = Duration.ofDays(366).toSeconds();
    private static final Duration DEFAULT = Duration.ofDays(7);
    private static final String POLICY = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none';"
            + " frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

    private final JobServices services;
    private final SharedTranscripts shares;

    SharesEndpoint(JobServices services) {
        this.services = services;
        this.shares = services.shares();
    }

    void addTo(Map<String, Handler<RoutingContext>> operations) {
        operations.put("shareTranscript", this::share);
        operations.put("listTranscriptShares", this::list);
        operations.put("revokeTranscriptShare", this::revoke);
        operations.put("readSharedTranscript", this::page);
    }

    private static JobId id(RoutingContext context) {
        return JobReader.id(context.pathParam("job"));
    }

    private void share(RoutingContext context) {
        JobId id = id(context);
        JsonBody.read(
                        services.vertx(),
                        context.request(),
                        services.config().http().idleTimeout())
                .compose(body -> shares.add(Callers.of(context), id, lifetime(body)))
                .onSuccess(made ->
                        JsonResponses.send(context, 201, document(made.share()).put("path", "/s/" + made.token())))
                .onFailure(context::fail);
    }

    private static Duration lifetime(JsonObject body) {
        Object value = body.getValue("expires_in_seconds");
        if (value == null) {
            return DEFAULT;
        }
        if ((value instanceof Integer || value instanceof Long)
                && ((Number) value).longValue() >= SECONDS_MIN
                && ((Number) value).longValue() <= SECONDS_MAX) {
            return Duration.ofSeconds(((Number) value).longValue());
        }
        throw new FaultException(Faults.unexpected(
                "expires_in_seconds",
                String.valueOf(value),
                "a whole number from %d to %d".formatted(SECONDS_MIN, SECONDS_MAX)));
    }

    private void list(RoutingContext context) {
        shares.list(Callers.of(context), id(context))
                .map(found -> {
                    JsonArray data = new JsonArray();
                    found.forEach(share -> data.add(document(share)));
                    return new JsonObject().put("object", "list").put("data", data);
                })
                .onSuccess(json -> JsonResponses.ok(context, json))
                .onFailure(context::fail);
    }

    private void revoke(RoutingContext context) {
        shares.revoke(Callers.of(context), id(context), context.pathParam("share"))
                .onSuccess(share -> JsonResponses.ok(context, document(share)))
                .onFailure(context::fail);
    }

    private static JsonObject document(Share share) {
        return new JsonObject()
                .put("id", share.id())
                .put("object", "transcript.share")
                .put("created_at", EpochSeconds.of(share.createdAt()))
                .put("expires_at", EpochSeconds.of(share.expiresAt()))
                .put("revoked_at", EpochSeconds.of(share.revokedAt()));
    }

    private void page(RoutingContext context) {
        SharedPage page = SharedPage.in(context.parsedHeaders().acceptLanguage());
        shares.open(context.pathParam("token"), opened -> Buffer.buffer(page.of(opened)))
                .onSuccess(html -> LongAnswers.sendIfRoom(page(context, 200), SharedPage.TYPE, html))
                .onFailure(e -> {
                    if (e instanceof FaultException fault
                            && isOfLink(fault.fault().code())) {
                        FaultCode code = fault.fault().code();
                        String html = code == FaultCode.SHARE_ENDED ? page.ended() : page.unknown();
                        LongAnswers.send(page(context, HttpFaults.status(code)), SharedPage.TYPE, Buffer.buffer(html));
                    } else {
                        context.fail(e);
                    }
                });
    }

    private static boolean isOfLink(FaultCode code) {
        return code == FaultCode.SHARE_ENDED || code == FaultCode.SHARE_NOT_FOUND;
    }

    /** Nobody but the reader is to learn the address: no search engine, no page that is linked, no cache. */
    private static RoutingContext page(RoutingContext context, int status) {
        HttpServerResponse response = context.response();
        response.setStatusCode(status)
                .putHeader("content-security-policy", POLICY)
                .putHeader("referrer-policy", "no-referrer")
                .putHeader("x-robots-tag", "noindex, nofollow")
                .putHeader("cross-origin-opener-policy", "same-origin")
                .putHeader("cross-origin-resource-policy", "same-origin")
                .putHeader(HttpHeaders.VARY, "accept-language");
        return context;
    }
}
