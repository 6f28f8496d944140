package dev.sotto.api;

import dev.sotto.api.upload.UploadException;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns every failure into one answer of OpenAI's shape, and into one log line where the fault is ours. */
final class Errors {
    private static final Logger LOG = LoggerFactory.getLogger(Errors.class);

    private Errors() {}

    /** Failure handler of the whole router. */
    static void answer(RoutingContext context) {
        HttpServerResponse response = context.response();
        if (response.ended() || response.closed()) {
            return;
        }
        if (response.headWritten()) {
            response.reset();
            return;
        }
        ApiError error = of(context);
        if (error.status() >= 500) {
            log(context, error);
        }
        send(response, error);
    }

    static void send(HttpServerResponse response, ApiError error) {
        error.retryAfterSeconds()
                .ifPresent(seconds -> response.putHeader(HttpHeaders.RETRY_AFTER, String.valueOf(seconds)));
        response.setStatusCode(error.status())
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .end(error.toJson().toBuffer());
    }

    private static ApiError of(RoutingContext context) {
        Throwable failure = context.failure();
        if (failure instanceof ApiException e) {
            return e.error();
        }
        if (failure instanceof UploadException e) {
            return ApiError.of(e);
        }
        if (failure instanceof ReplyException e) {
            return of(e);
        }
        return ofStatus(context);
    }

    private static ApiError of(ReplyException e) {
        if (e.failureType() == ReplyFailure.NO_HANDLERS) {
            return ApiError.loading();
        }
        return e.failureType() == ReplyFailure.TIMEOUT ? ApiError.timedOut() : ApiError.internal();
    }

    /** Statuses that the router itself gives. */
    private static ApiError ofStatus(RoutingContext context) {
        String method = context.request().method().name();
        String path = context.request().path() == null ? "" : context.request().path();
        return switch (context.statusCode()) {
            case 400 -> ApiError.badRequest(400, "The request could not be understood: its URL is malformed.");
            case 404 -> ApiError.unknownUrl(method, path);
            case 405 -> ApiError.wrongMethod(method, path, allowed(context));
            default -> ApiError.internal();
        };
    }

    private static String allowed(RoutingContext context) {
        String allowed = allowedMethods(context).stream().collect(Collectors.joining(", "));
        context.response().putHeader(HttpHeaders.ALLOW, allowed);
        return allowed;
    }

    /** Methods of the routes whose path the request has. */
    static Set<String> allowedMethods(RoutingContext context) {
        Set<String> allowed = new TreeSet<>(Set.of(HttpMethod.OPTIONS.name()));
        context.<Set<String>>get(ApiRouter.ALLOWED_METHODS, Set.of()).forEach(allowed::add);
        return allowed;
    }

    private static void log(RoutingContext context, ApiError error) {
        String id = context.response().headers().get(RequestIds.HEADER);
        if (error.status() == 500 && error.code().isEmpty()) {
            LOG.error("{} {} {}", id, context.request().method(), context.normalizedPath(), context.failure());
        } else {
            LOG.warn("{} {} {}: {}", id, context.request().method(), context.normalizedPath(), error.message());
        }
    }
}
