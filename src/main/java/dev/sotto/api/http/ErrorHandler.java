package dev.sotto.api.http;

import dev.sotto.fault.Fault;
import dev.sotto.fault.FaultCode;
import dev.sotto.fault.FaultException;
import dev.sotto.service.Faults;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.Objects;
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
        FaultResponse failure = of(context);
        if (failure.status() >= 500) {
            log(context);
        }
        send(response, context.get(SHAPE, DEFAULT_SHAPE), failure);
    }

    /** For requests that never reach the router. */
    static void send(HttpServerResponse response, Fault fault) {
        send(response, DEFAULT_SHAPE, FaultResponse.of(fault));
    }

    private static void send(HttpServerResponse response, ErrorShape shape, FaultResponse failure) {
        HttpFaults.retryAfter(failure.fault().code())
                .filter(wait -> !response.headers().contains(HttpHeaders.RETRY_AFTER))
                .ifPresent(wait -> response.putHeader(HttpHeaders.RETRY_AFTER, Long.toString(wait.toSeconds())));
        if (HttpFaults.isForGood(failure.fault().code())) {
            response.putHeader("x-should-retry", "false");
        }
        String request = Objects.requireNonNullElse(response.headers().get(RequestIds.HEADER), "");
        ErrorShape.Answer answer = shape.of(failure.fault(), failure.status(), request);
        response.setStatusCode(answer.status())
                .putHeader(HttpHeaders.CONTENT_TYPE, answer.contentType())
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .end(answer.body());
    }

    private static FaultResponse of(RoutingContext context) {
        return context.failure() == null
                ? ofStatus(context)
                : FaultResponse.known(context.failure()).orElseGet(() -> ofStatus(context));
    }

    /** Statuses that the router itself gives. */
    private static FaultResponse ofStatus(RoutingContext context) {
        String method = context.request().method().name();
        String path = context.request().path() == null ? "" : context.request().path();
        int status = context.statusCode();
        return switch (status) {
            case 400 ->
                FaultResponse.of(HttpFaults.malformed("The request could not be understood: its URL is malformed."));
            case 403 ->
                FaultResponse.of(Fault.of(
                        FaultCode.ORIGIN_REFUSED,
                        "The page's origin may not call this server; its operator can list it in http.cors-origins."));
            case 404, 405 -> {
                // The pages' routes match every path, so the router's own 405 alone does not mean that the path is
                // known.
                Set<String> allowed = context.get(ContractRouter.ALLOWED_METHODS, Set.of());
                yield FaultResponse.of(
                        allowed.isEmpty()
                                ? HttpFaults.unknownUrl(method, path)
                                : HttpFaults.wrongMethod(method, path, allow(context, allowed)));
            }
            default ->
                status >= 400 && status < 500 // what the handlers of pages say of a request, such as 416 for a range
                        ? new FaultResponse(
                                HttpFaults.malformed("The request was refused with status %d.".formatted(status)),
                                status)
                        : FaultResponse.of(Faults.internal());
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
