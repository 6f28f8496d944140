package dev.sotto.api.http;

import dev.sotto.api.upload.UploadException;
import dev.sotto.fault.Fault;
import dev.sotto.fault.FaultCode;
import dev.sotto.fault.FaultException;
import dev.sotto.job.port.StoreException;
import dev.sotto.service.Faults;
import dev.sotto.webhook.WebhookException;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns every failure into one answer, in the shape of the surface that was asked, and into one log line where the fault is ours. */
final class ErrorHandler {
    private static final Logger LOG = LoggerFactory.getLogger(ErrorHandler.class);
    private static final String SHAPE = "sotto.error-shape";
    /** Of requests that no surface knows. */
    private static final ErrorShape DEFAULT_SHAPE = new OpenAiErrors();

    private ErrorHandler() {}

    /** A fault together with its status; the router has statuses of its own, such as 416. */
    private record Told(Fault fault, int status) {
        static Told of(Fault fault) {
            return new Told(fault, HttpFaults.status(fault.code()));
        }
    }

    /** From here on the request is the surface's. */
    static void use(RoutingContext context, ErrorShape shape) {
        context.put(SHAPE, shape);
    }

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
        Told told = of(context);
        if (told.status() >= 500) {
            log(context);
        }
        send(response, context.get(SHAPE, DEFAULT_SHAPE), told);
    }

    /** For requests that never reach the router. */
    static void send(HttpServerResponse response, Fault fault) {
        send(response, DEFAULT_SHAPE, Told.of(fault));
    }

    private static void send(HttpServerResponse response, ErrorShape shape, Told told) {
        HttpFaults.retryAfter(told.fault().code())
                .ifPresent(wait -> response.putHeader(HttpHeaders.RETRY_AFTER, Long.toString(wait.toSeconds())));
        ErrorShape.Answer answer = shape.of(told.fault(), told.status());
        response.setStatusCode(answer.status())
                .putHeader(HttpHeaders.CONTENT_TYPE, answer.contentType())
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .end(answer.body());
    }

    private static Told of(RoutingContext context) {
        Throwable failure = context.failure();
        if (failure instanceof FaultException e) {
            return Told.of(e.fault());
        }
        if (failure instanceof UploadException e) {
            return Told.of(HttpFaults.of(e));
        }
        if (failure instanceof StoreException e) {
            return Told.of(Faults.of(e));
        }
        if (failure instanceof WebhookException e) {
            return Told.of(Faults.of(e));
        }
        if (failure instanceof ReplyException e) {
            return Told.of(of(e));
        }
        return ofStatus(context);
    }

    private static Fault of(ReplyException e) {
        if (e.failureType() == ReplyFailure.NO_HANDLERS) {
            return Faults.loading();
        }
        return e.failureType() == ReplyFailure.TIMEOUT ? Faults.timedOut() : Faults.internal();
    }

    /** Statuses that the router itself gives. */
    private static Told ofStatus(RoutingContext context) {
        String method = context.request().method().name();
        String path = context.request().path() == null ? "" : context.request().path();
        int status = context.statusCode();
        return switch (status) {
            case 400 -> Told.of(HttpFaults.malformed("The request could not be understood: its URL is malformed."));
            case 403 ->
                Told.of(Fault.of(
                        FaultCode.ORIGIN_REFUSED,
                        "The page's origin may not call this server; its operator can allow it."));
            case 404, 405 -> {
                // The pages' routes match every path, so the router's own 405 alone does not mean that the path is
                // known.
                Set<String> allowed = context.get(ContractRouter.ALLOWED_METHODS, Set.of());
                yield Told.of(
                        allowed.isEmpty()
                                ? HttpFaults.unknownUrl(method, path)
                                : HttpFaults.wrongMethod(method, path, allow(context, allowed)));
            }
            default ->
                status >= 400 && status < 500 // what the handlers of pages say of a request, such as 416 for a range
                        ? new Told(
                                HttpFaults.malformed(
                                        "The request cannot be answered as it was asked (%d).".formatted(status)),
                                status)
                        : Told.of(Faults.internal());
        };
    }

    private static String allow(RoutingContext context, Set<String> methods) {
        String allowed = String.join(", ", methods);
        context.response().putHeader(HttpHeaders.ALLOW, allowed);
        return allowed;
    }

    private static void log(RoutingContext context) {
        String id = context.response().headers().get(RequestIds.HEADER);
        Throwable failure = context.failure();
        if (failure instanceof FaultException) {
            LOG.warn("{} {} {}: {}", id, context.request().method(), context.normalizedPath(), failure.getMessage());
        } else {
            LOG.error("{} {} {}", id, context.request().method(), context.normalizedPath(), failure);
        }
    }
}
