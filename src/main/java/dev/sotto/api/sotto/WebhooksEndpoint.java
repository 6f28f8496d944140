package dev.sotto.api.sotto;

import dev.sotto.api.auth.Callers;
import dev.sotto.api.form.WebhookFields;
import dev.sotto.api.http.JsonBody;
import dev.sotto.api.http.JsonResponses;
import dev.sotto.api.http.Paging;
import dev.sotto.fault.FaultException;
import dev.sotto.job.JobId;
import dev.sotto.service.Caller;
import dev.sotto.service.Faults;
import dev.sotto.service.JobReader;
import dev.sotto.service.JobServices;
import dev.sotto.service.NewWebhook;
import dev.sotto.service.Page;
import dev.sotto.service.PageRequest;
import dev.sotto.service.WebhookDeliveries;
import dev.sotto.service.WebhookEndpoints;
import dev.sotto.webhook.DeliveryLog;
import dev.sotto.webhook.DeliveryState;
import dev.sotto.webhook.Subscription;
import dev.sotto.webhook.sign.SigningSecret;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;

/** The operations on webhooks. What changes something is on disk before it is answered. */
final class WebhooksEndpoint {
    private final Vertx vertx;
    private final Duration bodyTime;
    private final WebhookEndpoints webhooks;
    private final WebhookDeliveries deliveries;

    WebhooksEndpoint(JobServices services) {
        this.vertx = services.vertx();
        this.bodyTime = services.config().http().idleTimeout();
        this.webhooks = services.webhooks();
        this.deliveries = services.deliveries();
    }

    void addTo(Map<String, Handler<RoutingContext>> handlers) {
        handlers.put("addJobWebhook", this::addToJob);
        handlers.put("listJobDeliveries", this::deliveriesOfJob);
        handlers.put("listDeliveries", this::listDeliveries);
        handlers.put("retrieveDelivery", this::retrieveDelivery);
        handlers.put("replayDelivery", this::replay);
        handlers.put("listWebhooks", this::listEndpoints);
        handlers.put("retrieveWebhook", this::retrieveEndpoint);
        handlers.put("disableWebhook", this::disable);
        handlers.put("enableWebhook", this::enable);
        handlers.put("rotateWebhookSecret", this::rotate);
        handlers.put("testWebhook", this::test);
    }

    /** For a job of the caller's, ended or not. */
    void addToJob(RoutingContext context) {
        Caller caller = Callers.of(context);
        JobId job = JobReader.id(context.pathParam("job"));
        Future<NewWebhook> added = body(context)
                .map(body -> WebhookFields.of(body, webhooks))
                .compose(registration -> webhooks.add(caller, job, registration));
        answer(context, 201, added.map(WebhookDocument::endpoint));
    }

    private Future<JsonObject> body(RoutingContext context) {
        return JsonBody.read(vertx, context.request(), bodyTime);
    }

    void deliveriesOfJob(RoutingContext context) {
        JobId job = JobReader.id(context.pathParam("job"));
        answer(context, 200, deliveries.ofJob(Callers.of(context), job).map(WebhooksEndpoint::deliveries));
    }

    void listDeliveries(RoutingContext context) {
        PageRequest page = Paging.request(context, WebhookDeliveries.PAGE_MAX);
        WebhookDeliveries.Filter filter = new WebhookDeliveries.Filter(
                Paging.query(context, "job"), Paging.query(context, "endpoint"), states(context));
        answer(context, 200, deliveries.list(Callers.of(context), filter, page).map(WebhooksEndpoint::deliveries));
    }

    private static JsonObject deliveries(Page<DeliveryLog.Listed> page) {
        return Paging.page(page.map(WebhookDocument::delivery));
    }

    void retrieveDelivery(RoutingContext context) {
        answer(
                context,
                200,
                deliveries
                        .find(Callers.of(context), context.pathParam("delivery"))
                        .map(found -> WebhookDocument.delivery(found.entry(), found.attempts())));
    }

    void replay(RoutingContext context) {
        answer(
                context,
                202,
                deliveries
                        .replay(Callers.of(context), context.pathParam("delivery"))
                        .map(entry -> WebhookDocument.delivery(entry.listed())));
    }

    void listEndpoints(RoutingContext context) {
        PageRequest page = Paging.request(context, WebhookEndpoints.PAGE_MAX);
        answer(
                context,
                200,
                webhooks.list(Callers.of(context), page)
                        .map(found -> Paging.page(found.map(WebhookDocument::endpoint))));
    }

    void retrieveEndpoint(RoutingContext context) {
        one(context, webhooks::find);
    }

    void disable(RoutingContext context) {
        one(context, webhooks::disable);
    }

    void enable(RoutingContext context) {
        one(context, webhooks::enable);
    }

    private static void one(RoutingContext context, BiFunction<Caller, String, Future<Subscription>> asked) {
        Future<Subscription> endpoint = asked.apply(Callers.of(context), context.pathParam("endpoint"));
        answer(context, 200, endpoint.map(WebhookDocument::endpoint));
    }

    void rotate(RoutingContext context) {
        Caller caller = Callers.of(context);
        String id = context.pathParam("endpoint");
        Future<NewWebhook> rotated = body(context).compose(body -> {
            Duration overlap = overlap(body);
            return webhooks.rotate(caller, id, secret(body), overlap);
        });
        answer(context, 200, rotated.map(WebhookDocument::endpoint));
    }

    private static Optional<SigningSecret> secret(JsonObject body) {
        try {
            return Optional.ofNullable(body.getValue("secret")).map(given -> SigningSecret.standard(given.toString()));
        } catch (IllegalArgumentException e) {
            throw new FaultException(Faults.invalidValue("secret", e.getMessage() + "."));
        }
    }

    private static Duration overlap(JsonObject body) {
        Object given = body.getValue("overlap_seconds");
        if (given == null) {
            return WebhookEndpoints.OVERLAP_DEFAULT;
        }
        long most = WebhookEndpoints.OVERLAP_MAX.toSeconds();
        if (!(given instanceof Integer seconds) || seconds < 0 || seconds > most) {
            throw new FaultException(Faults.unexpected("overlap_seconds", given, "a whole number from 0 to " + most));
        }
        return Duration.ofSeconds(seconds);
    }

    void test(RoutingContext context) {
        answer(
                context,
                202,
                webhooks.test(Callers.of(context), context.pathParam("endpoint"))
                        .map(entry -> WebhookDocument.delivery(entry.listed())));
    }

    private static void answer(RoutingContext context, int status, Future<JsonObject> document) {
        document.onSuccess(json -> JsonResponses.send(context, status, json)).onFailure(context::fail);
    }

    private static Set<DeliveryState> states(RoutingContext context) {
        Set<DeliveryState> states = new HashSet<>();
        for (String code : context.queryParam("status")) {
            states.add(DeliveryState.named(code)
                    .orElseThrow(() -> new FaultException(
                            Faults.unexpected("status", code, "one of pending, delivered, exhausted, gone"))));
        }
        return states;
    }
}
