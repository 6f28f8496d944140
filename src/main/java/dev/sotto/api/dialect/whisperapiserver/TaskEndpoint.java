package dev.sotto.api.dialect.whisperapiserver;

import dev.sotto.api.auth.Callers;
import dev.sotto.api.dialect.DialectCalls;
import dev.sotto.api.http.JsonBody;
import dev.sotto.api.http.JsonResponses;
import dev.sotto.api.http.Paging;
import dev.sotto.fault.FaultCode;
import dev.sotto.fault.FaultException;
import dev.sotto.job.JobId;
import dev.sotto.service.JobReader;
import dev.sotto.service.JobServices;
import dev.sotto.service.WebhookRegistration;
import dev.sotto.transcript.Segment;
import dev.sotto.transcript.Transcript;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** {@code GET /v1/audio/transcriptions/{task_id}}, page by page, and {@code POST /v1/webhooks} for a task that is there. */
final class TaskEndpoint {
    private static final int PAGE_SIZE = 50;
    private static final int PAGE_SIZE_MAX = 500;
    private static final int NOT_FOUND = 404;

    private final JobServices services;

    TaskEndpoint(DialectCalls calls) {
        this.services = calls.services();
    }

    /** Of a long list. */
    private record Page(int number, int size) {}

    void task(RoutingContext context) {
        String id = context.pathParam("task_id");
        try {
            Page page = new Page(
                    whole(context, "page", 1, Integer.MAX_VALUE),
                    whole(context, "page_size", PAGE_SIZE, PAGE_SIZE_MAX));
            ofTask(context, id, job -> services.reader()
                    .details(Callers.of(context), job, details -> document(details, page)));
        } catch (Unprocessable e) {
            e.send(context);
        }
    }

    private static int whole(RoutingContext context, String name, int otherwise, int most) {
        Optional<String> text = Paging.query(context, name).map(String::strip);
        if (text.isEmpty()) {
            return otherwise;
        }
        if (!text.get().matches("-?\\d{1,9}")) {
            throw Unprocessable.of(
                    "query",
                    name,
                    "int_parsing",
                    "Input should be a valid integer, unable to parse string as an integer",
                    text.get());
        }
        int value = Integer.parseInt(text.get());
        if (value < 1) {
            throw Unprocessable.of(
                    "query", name, "greater_than_equal", "Input should be greater than or equal to 1", text.get());
        }
        if (value > most) {
            throw Unprocessable.of(
                    "query", name, "less_than_equal", "Input should be less than or equal to " + most, text.get());
        }
        return value;
    }

    private static JsonObject document(JobReader.Details details, Page page) {
        return switch (details.job().state()) {
            case QUEUED -> new JsonObject().put("status", "pending");
            case RUNNING -> new JsonObject().put("status", "processing");
            case FAILED, DEAD, CANCELLED -> new JsonObject().put("status", "failed");
            case SUCCEEDED -> complete(details, details.transcript().orElseThrow(), page);
        };
    }

    private static JsonObject complete(JobReader.Details details, Transcript transcript, Page page) {
        List<Segment> all = transcript.segments();
        int from = (int) Math.min((long) (page.number() - 1) * page.size(), all.size());
        int to = Math.min(from + page.size(), all.size());
        return new JsonObject()
                .put("status", "complete")
                .put("text", transcript.text())
                .put(
                        "language",
                        ServerAnswer.language(details.request().options().language()))
                .put("total_segments", all.size())
                .put("page", page.number())
                .put("page_size", page.size())
                .put("has_more", to < all.size())
                .put("segments", ServerAnswer.segments(all.subList(from, to)));
    }

    /** The task is named in the query, as that server reads it, or in the body, as its description says. */
    void registerWebhook(RoutingContext context) {
        JsonBody.read(
                        services.vertx(),
                        context.request(),
                        services.config().http().idleTimeout())
                .onSuccess(body -> register(context, body))
                .onFailure(context::fail);
    }

    private void register(RoutingContext context, JsonObject body) {
        try {
            String task = Paging.query(context, "task_id")
                    .or(() -> text(body, "task_id"))
                    .orElseThrow(() -> Unprocessable.missing("query", "task_id"));
            String url = text(body, "url").orElseThrow(() -> Unprocessable.missing("body", "url"));
            WebhookRegistration webhook = registration(url, text(body, "secret"));
            ofTask(context, task, job -> services.webhooks()
                    .add(Callers.of(context), job, webhook)
                    .map(added -> new JsonObject()
                            .put("message", "Webhook registered successfully")
                            .put("task_id", task)));
        } catch (Unprocessable e) {
            e.send(context);
        }
    }

    private WebhookRegistration registration(String url, Optional<String> secret) {
        try {
            return ServerWebhook.of(url, secret, services.webhooks());
        } catch (FaultException e) {
            String name = e.fault().field().filter("webhook_secret"::equals).isPresent() ? "secret" : "url";
            throw Unprocessable.of(
                    "body",
                    name,
                    "value_error",
                    "Value error, " + e.fault().message(),
                    name.equals("url") ? url : null);
        }
    }

    private static Optional<String> text(JsonObject body, String name) {
        return Optional.ofNullable(body.getValue(name)).map(Object::toString).filter(text -> !text.isBlank());
    }

    /** Answers with what is done with a task, or that there is none of this id. */
    private static void ofTask(RoutingContext context, String id, Function<JobId, Future<JsonObject>> work) {
        Future<JsonObject> done;
        try {
            done = work.apply(JobReader.id(id));
        } catch (FaultException e) {
            done = Future.failedFuture(e);
        }
        done.onSuccess(document -> JsonResponses.ok(context, document)).onFailure(failure -> {
            if (failure instanceof FaultException e && e.fault().code() == FaultCode.JOB_NOT_FOUND) {
                JsonResponses.send(
                        context, NOT_FOUND, new JsonObject().put("detail", "Task ID not found: " + shown(id)));
            } else {
                context.fail(failure);
            }
        });
    }

    private static String shown(String id) {
        return id.length() > 64 ? id.substring(0, 64) + "..." : id;
    }
}
