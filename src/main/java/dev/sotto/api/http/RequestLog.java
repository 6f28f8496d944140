package dev.sotto.api.http;

import io.vertx.core.Handler;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One JSON line for each request when it is over, under a logger of its own. It says who asked for what and how that went by
 * ids and numbers alone: no query, header, file name or text, nor the token of a link.
 */
final class RequestLog implements Handler<RoutingContext> {
    private static final Logger LOG = LoggerFactory.getLogger("dev.sotto.requests");

    /** Whoever knows what stands behind it reads a transcript. */
    private static final Pattern LINK = Pattern.compile("^/s/.+");

    @Override
    public void handle(RoutingContext context) {
        long start = System.nanoTime();
        context.addEndHandler(ended -> {
            JsonObject line = line(context, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
            if (ended.failed()) {
                line.put("cut_off", true); // the client went away before the end of its answer
            }
            LOG.info(line.encode());
        });
        context.next();
    }

    private static JsonObject line(RoutingContext context, long millis) {
        JsonObject line = new JsonObject()
                .put("event", "request")
                .put("request", RequestIds.of(context))
                .put("method", context.request().method().name())
                .put("path", LINK.matcher(MalformedPathHandler.path(context)).replaceFirst("/s/***"))
                .put("status", context.response().getStatusCode())
                .put("ms", millis)
                .put("bytes_in", context.request().bytesRead())
                .put("bytes_out", context.response().bytesWritten());
        String job = context.response().headers().get(JobHeaders.JOB_ID);
        return job == null ? line : line.put("job", job);
    }
}
