package dev.sotto.api.http;

import dev.sotto.api.upload.UploadException;
import dev.sotto.job.port.StoreException;
import dev.sotto.service.ApiError;
import dev.sotto.service.ApiException;
import dev.sotto.webhook.WebhookException;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns every failure into one answer of OpenAI's shape, and into one log line where the fault is ours. */
final class ErrorHandler {
    private static final Logger LOG = LoggerFactory.getLogger(ErrorHandler.class);

    private ErrorHandler() {}

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
            log(context);
        }
        send(response, error);
    }

    static void send(HttpServerResponse response, ApiError error) {
        error.retryAfterSeconds()
                .ifPresent(seconds -> response.putHeader(HttpHeaders.RETRY_AFTER, String.valueOf(seconds)));
        response.setStatusCode(error.status())
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .end(error.toJson().toBuffer());
    }

    private static ApiError of(RoutingContext context) {
        Throwable failure = context.failure();
        if (failure instanceof ApiException e) {
            return e.error();
        }
        if (failure instanceof UploadException e) {
            return of(e);
        }
        if (failure instanceof StoreException e) {
            return ApiError.of(e);
        }
        if (failure instanceof WebhookException e) {
            return ApiError.of(e);
        }
        if (failure instanceof ReplyException e) {
            return of(e);
        }
        return ofStatus(context);
    }

    private static ApiError of(UploadException e) {
        String message = String.valueOf(e.getMessage());
        return switch (e.kind()) {
            case MALFORMED, FORM_LIMIT, ABORTED -> ApiError.badRequest(400, message);
            case WRONG_TYPE -> ApiError.badRequest(415, message);
            case TOO_LARGE -> ApiError.invalid(413, message, "file", "file_too_large");
            case TOO_SLOW -> ApiError.badRequest(408, message);
            case TOO_MANY -> ApiError.busy(message, "too_many_uploads");
            case STORAGE ->
                new ApiError(
                        507,
                        ApiError.SERVER_ERROR,
                        message,
                        Optional.empty(),
                        Optional.of("insufficient_storage"),
                        Optional.of(ApiError.RETRY_SECONDS));
        };
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
            case 403 ->
                ApiError.badRequest(403, "The page's origin may not call this server; its operator can allow it.");
            case 404, 405 -> {
                // The pages' routes match every path, so the router's own 405 alone does not mean that the path is
                // known.
                Set<String> allowed = context.get(ContractRouter.ALLOWED_METHODS, Set.of());
                yield allowed.isEmpty()
                        ? ApiError.unknownUrl(method, path)
                        : ApiError.wrongMethod(method, path, allow(context, allowed));
            }
            default -> ofOther(context.statusCode());
        };
    }

    /** What the handlers of pages say of a request, such as 416 for a range. */
    private static ApiError ofOther(int status) {
        return status >= 400 && status < 500
                ? ApiError.badRequest(status, "The request cannot be answered as it was asked (%d).".formatted(status))
                : ApiError.internal();
    }

    private static String allow(RoutingContext context, Set<String> methods) {
        String allowed = String.join(", ", methods);
        context.response().putHeader(HttpHeaders.ALLOW, allowed);
        return allowed;
    }

    private static void log(RoutingContext context) {
        String id = context.response().headers().get(RequestIds.HEADER);
        Throwable failure = context.failure();
        if (failure instanceof ApiException) {
            LOG.warn("{} {} {}: {}", id, context.request().method(), context.normalizedPath(), failure.getMessage());
        } else {
            LOG.error("{} {} {}", id, context.request().method(), context.normalizedPath(), failure);
        }
    }
}
