package dev.sotto.api.dialect.shared;

import dev.sotto.api.auth.Callers;
import dev.sotto.api.dialect.Dialect;
import dev.sotto.api.http.ContractSurface;
import dev.sotto.api.http.JsonResponses;
import dev.sotto.api.http.Paging;
import dev.sotto.api.http.Surface;
import dev.sotto.fault.FaultException;
import dev.sotto.service.Caller;
import dev.sotto.service.JobReader;
import dev.sotto.service.JobServices;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.MIMEHeader;
import io.vertx.ext.web.RoutingContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The paths at the root that more than one dialect has. {@code GET /} is decided by what the client accepts; {@code
 * GET /status/{task_id}} by the surface that took the job. Belongs to one event loop.
 */
public final class SharedPaths extends ContractSurface {
    /** The name of its contract, and of the surface. */
    public static final String NAME = "shared";
    /** Only one client of the dialects that share the status asks so. */
    private static final List<String> STATUS_QUERIES = List.of("output_format", "simplified_output");

    /**
     * How a dialect tells the status of a job.
     *
     * @param answer to a request for {@code /status/{task_id}}
     * @param isForQueries whether it is asked for a job of another surface with {@code output_format} or the like
     * @param isForOthers whether it is asked for other jobs of another surface
     * @param key the idempotency key of a job that its clients call by an id of their own; empty where they cannot
     */
    public record Status(
            String origin,
            Handler<RoutingContext> answer,
            boolean isForQueries,
            boolean isForOthers,
            Optional<UnaryOperator<String>> key) {
        /** Of a dialect whose clients know jobs by the ids of this server. */
        public Status(String origin, Handler<RoutingContext> answer, boolean isForQueries, boolean isForOthers) {
            this(origin, answer, isForQueries, isForOthers, Optional.empty());
        }
    }

    /** Shows a job to a person who was sent to {@code /?task_id=}. */
    @FunctionalInterface
    public interface Page {
        void show(RoutingContext context);
    }

    /**
     * @param version shown at the root
     * @param statuses of the dialects that are on
     * @param page empty where no dialect sends people to one
     */
    public SharedPaths(JobServices services, String version, List<Status> statuses, Optional<Page> page) {
        super(
                NAME,
                Dialect.contract(NAME).json(),
                new SharedErrors(),
                Map.of(
                        "index", context -> index(context, version, page),
                        "status", context -> status(context, services, statuses)));
    }

    @Override
    public Surface.Access access(String operation) {
        return operation.equals("index") ? Surface.Access.EVERYBODY : Surface.Access.KEY;
    }

    /** JSON where that is wanted first; the page for people otherwise. */
    private static void index(RoutingContext context, String version, Optional<Page> page) {
        context.response().putHeader(HttpHeaders.VARY, "accept");
        if (page.isPresent() && Paging.query(context, "task_id").isPresent()) {
            page.get().show(context);
            return;
        }
        List<MIMEHeader> accepted = context.parsedHeaders().accept();
        if (!accepted.isEmpty() && accepted.get(0).subComponent().equals("json")) {
            JsonResponses.ok(
                    context,
                    new JsonObject()
                            .put("name", "Sotto")
                            .put("version", version)
                            .put("docs", "/docs")
                            .put("health", "/health"));
        } else {
            context.next();
        }
    }

    private static void status(RoutingContext context, JobServices services, List<Status> statuses) {
        Map<String, Status> byOrigin = new LinkedHashMap<>();
        statuses.forEach(status -> byOrigin.put(status.origin(), status));
        origin(context, services.reader(), statuses)
                .onSuccess(origin -> Optional.ofNullable(byOrigin.get(origin))
                        .or(() -> forOthers(context, statuses))
                        .ifPresentOrElse(status -> status.answer().handle(context), () -> context.fail(404)))
                .onFailure(failure -> unknown(context, statuses, failure));
    }

    /** By the id of the job, else by an id that its caller gave it. */
    private static Future<String> origin(RoutingContext context, JobReader reader, List<Status> statuses) {
        Caller caller = Callers.of(context);
        String id = context.pathParam("task_id");
        Future<String> origin = originOf(reader, caller, id);
        for (Status status : statuses) {
            if (status.key().isPresent()) {
                String key = status.key().get().apply(id);
                origin = origin.recover(failure -> reader.findByKey(caller, key)
                        .map(job -> status.origin())
                        .recover(none -> Future.failedFuture(failure)));
            }
        }
        return origin;
    }

    private static Future<String> originOf(JobReader reader, Caller caller, String id) {
        try {
            return reader.origin(caller, JobReader.id(id));
        } catch (FaultException e) {
            return Future.failedFuture(e);
        }
    }

    private static Optional<Status> forOthers(RoutingContext context, List<Status> statuses) {
        boolean isQuery = isQuery(context);
        return statuses.stream()
                .filter(status -> isQuery ? status.isForQueries() : status.isForOthers())
                .findFirst()
                .or(() -> statuses.stream().findFirst());
    }

    private static boolean isQuery(RoutingContext context) {
        return STATUS_QUERIES.stream()
                .anyMatch(name -> Paging.query(context, name).isPresent());
    }

    /** Of a job that is not there, nobody knows the dialect: who asks as only one dialect does is answered by it. */
    private static void unknown(RoutingContext context, List<Status> statuses, Throwable failure) {
        Optional<Status> asked = statuses.stream()
                .filter(status -> status.isForQueries() && isQuery(context))
                .findFirst();
        if (asked.isPresent()) {
            asked.get().answer().handle(context);
        } else {
            context.fail(failure);
        }
    }
}
