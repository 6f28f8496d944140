package dev.sotto.api.sotto;

import dev.sotto.api.auth.Callers;
import dev.sotto.api.http.EpochSeconds;
import dev.sotto.api.http.EventStreams;
import dev.sotto.api.http.JsonBody;
import dev.sotto.api.http.JsonResponses;
import dev.sotto.api.http.Paging;
import dev.sotto.fault.Fault;
import dev.sotto.fault.FaultCode;
import dev.sotto.fault.FaultException;
import dev.sotto.service.Faults;
import dev.sotto.service.JobServices;
import dev.sotto.service.ModelPull;
import dev.sotto.service.ModelPulls;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** The operations on pulls of models, for whoever has the scope admin. */
final class PullsEndpoint {
    /** How often a stream looks whether there is news. */
    private static final long LOOK_MILLIS = 500;

    private static final int STREAMS_MAX = 16;

    private final Vertx vertx;
    private final Duration bodyTime;
    private final long heartbeatMillis;
    private final ModelPulls pulls;
    private int streams;

    PullsEndpoint(JobServices services) {
        this.vertx = services.vertx();
        this.bodyTime = services.config().http().idleTimeout();
        this.heartbeatMillis = services.config().jobs().streamHeartbeat().toMillis();
        this.pulls = services.pulls();
    }

    void addTo(Map<String, Handler<RoutingContext>> operations) {
        operations.put("createPull", this::create);
        operations.put("listPulls", this::list);
        operations.put("retrievePull", this::retrieve);
        operations.put("streamPullEvents", this::stream);
        operations.put("cancelPull", this::cancel);
    }

    private void create(RoutingContext context) {
        JsonBody.read(vertx, context.request(), bodyTime)
                .map(PullsEndpoint::model)
                .compose(pulls::begin)
                .onSuccess(pull -> {
                    context.response().putHeader("location", "/v1/pulls/" + pull.id());
                    JsonResponses.send(context, 202, document(pull));
                })
                .onFailure(context::fail);
    }

    private static String model(JsonObject body) {
        for (String field : body.fieldNames()) {
            if (!field.equals("model")) {
                throw new FaultException(Faults.unexpected("field", field, "model alone"));
            }
        }
        Object model = body.getValue("model");
        if (model == null) {
            throw new FaultException(Faults.missing("model"));
        }
        if (!(model instanceof String name) || name.isBlank()) {
            throw new FaultException(Faults.unexpected("model", model, "a name such as small or organisation/name"));
        }
        return name.strip();
    }

    private void list(RoutingContext context) {
        JsonResponses.ok(
                context,
                Paging.page(
                        pulls.list(Paging.request(context, ModelPulls.PAGE_MAX)).map(PullsEndpoint::document)));
    }

    private void retrieve(RoutingContext context) {
        JsonResponses.ok(context, document(pulls.find(context.pathParam("pull"))));
    }

    private void cancel(RoutingContext context) {
        JsonResponses.ok(context, document(pulls.cancel(context.pathParam("pull"))));
    }

    private void stream(RoutingContext context) {
        ModelPull pull = pulls.find(context.pathParam("pull"));
        if (context.request().method().equals(HttpMethod.HEAD)) {
            EventStreams.headers(context.response()).end();
            return;
        }
        if (streams >= STREAMS_MAX) {
            throw new FaultException(
                    Fault.of(FaultCode.TOO_MANY_STREAMS, "Too many event streams are open; poll the pull instead."));
        }
        new Stream(context).open(pull);
    }

    /** One reader: state when it changes, progress when there is some, and the end of both. */
    private final class Stream {
        private final HttpServerResponse response;
        private final BooleanSupplier isAdmitted;
        private Optional<ModelPull> sent = Optional.empty();
        private long silentMillis;
        private long timer;

        Stream(RoutingContext context) {
            this.response = context.response();
            this.isAdmitted = Callers.stillAdmitted(context);
            streams++;
            context.addEndHandler(ended -> {
                streams--;
                vertx.cancelTimer(timer);
            });
        }

        void open(ModelPull pull) {
            EventStreams.headers(response).setChunked(true);
            timer = vertx.setPeriodic(LOOK_MILLIS, id -> look(pulls.find(pull.id())));
            look(pull);
        }

        private void look(ModelPull now) {
            if (response.ended() || response.closed()) {
                return;
            }
            if (!isAdmitted.getAsBoolean()) {
                response.end();
            } else if (sent.filter(now::equals).isEmpty() && (now.state().isFinal() || !response.writeQueueFull())) {
                boolean isSameState =
                        sent.filter(last -> last.state() == now.state()).isPresent();
                write(EventStreams.event(
                        isSameState ? "progress" : "state", document(now).encode()));
                sent = Optional.of(now);
            } else if ((silentMillis += LOOK_MILLIS) >= heartbeatMillis) {
                write(EventStreams.HEARTBEAT);
            }
            if (now.state().isFinal() && !response.ended()) {
                response.end();
            }
        }

        private void write(String text) {
            silentMillis = 0;
            response.write(text);
        }
    }

    private static JsonObject document(ModelPull pull) {
        JsonObject document = new JsonObject()
                .put("id", pull.id())
                .put("object", "model_pull")
                .put("model", pull.model())
                .put("status", pull.state().wireName())
                .put("bytes_done", pull.bytesDone())
                .put("bytes_total", pull.bytesTotal())
                .put("created_at", EpochSeconds.of(pull.createdAt()))
                .put("ended_at", EpochSeconds.of(pull.endedAt()));
        pull.fault()
                .ifPresent(fault -> document.put(
                        "error",
                        new JsonObject().put("code", fault.code().wireName()).put("message", fault.message())));
        return document;
    }
}
