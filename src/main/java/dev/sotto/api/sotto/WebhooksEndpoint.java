package dev.sotto.api.sotto;

import dev.sotto.api.auth.Callers;
import dev.sotto.api.form.WebhookFields;
import dev.sotto.api.http.JsonBody;
import dev.sotto.api.http.JsonResponses;
import dev.sotto.api.http.Paging;
import dev.sotto.bus.StoreCalls;
import dev.sotto.fault.Fault;
import dev.sotto.fault.FaultCode;
import dev.sotto.fault.FaultException;
import dev.sotto.job.JobId;
import dev.sotto.job.port.JobAnswer;
import dev.sotto.service.Caller;
import dev.sotto.service.Faults;
import dev.sotto.service.JobAccess;
import dev.sotto.service.JobServices;
import dev.sotto.service.WebhookAccess;
import dev.sotto.service.WebhookRegistration;
import dev.sotto.webhook.Delivery;
import dev.sotto.webhook.DeliveryAttempt;
import dev.sotto.webhook.DeliveryLog;
import dev.sotto.webhook.DeliveryState;
import dev.sotto.webhook.Endpoint;
import dev.sotto.webhook.EndpointStatus;
import dev.sotto.webhook.EndpointStatus.DisabledReason;
import dev.sotto.webhook.EventBody;
import dev.sotto.webhook.EventType;
import dev.sotto.webhook.Subscription;
import dev.sotto.webhook.WebhookEvent;
import dev.sotto.webhook.sign.SignatureForm;
import dev.sotto.webhook.sign.SigningSecret;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** The operations on webhooks. What changes something is on disk before it is answered. */
final class WebhooksEndpoint {
    private static final int PAGE_MAX = 500;
    /** Tests of one endpoint that have not been sent yet. */
    private static final int TESTS_PENDING_MAX = 10;
    /** How long an old secret goes on signing unless its owner says otherwise. */
    private static final Duration OVERLAP_DEFAULT = Duration.ofHours(24);

    private static final Duration OVERLAP_MAX = Duration.ofDays(30);

    private final JobAccess jobs;
    private final WebhookAccess webhooks;
    private final StoreCalls store;
    private final Vertx vertx;
    private final Duration bodyTime;

    WebhooksEndpoint(JobServices services) {
        this.vertx = services.vertx();
        this.bodyTime = services.config().http().idleTimeout();
        this.jobs = services.jobs();
        this.webhooks = services.webhooks();
        this.store = StoreCalls.of(services.vertx());
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
        JobId job = JobsEndpoint.id(context.pathParam("job"));
        body(context)
                .map(body -> WebhookFields.of(body, webhooks))
                .compose(registration -> store.ask(() -> add(caller, job, registration)))
                .onSuccess(json -> {
                    webhooks.wakeUp().run();
                    JsonResponses.send(context, 201, json);
                })
                .onFailure(context::fail);
    }

    private Future<JsonObject> body(RoutingContext context) {
        return JsonBody.read(vertx, context.request(), bodyTime);
    }

    private JsonObject add(Caller caller, JobId job, WebhookRegistration registration) {
        Subscription subscription = registration.subscription(
                webhooks.ids().endpoint(), caller.name(), jobs.clock().instant());
        JobAnswer answer;
        try {
            answer = jobs.tenantJobs()
                    .addEndpoint(caller.name(), job, subscription.endpoint().id(), () -> webhooks.endpoints()
                            .register(subscription));
        } catch (IllegalArgumentException e) {
            throw new FaultException(Faults.invalidValue("url", e.getMessage() + "."));
        }
        if (answer instanceof JobAnswer.NotFound) {
            throw new FaultException(Faults.unknownJob(job.value()));
        }
        return WebhookDocument.endpoint(
                subscription, registration.isSecretOurs() ? registration.secret() : Optional.empty());
    }

    void deliveriesOfJob(RoutingContext context) {
        Caller caller = Callers.of(context);
        JobId job = JobsEndpoint.id(context.pathParam("job"));
        answer(context, 200, () -> {
            if (jobs.tenantJobs().find(caller.name(), job).isEmpty()) {
                throw new FaultException(Faults.unknownJob(job.value()));
            }
            return Paging.page(
                    webhooks.deliveries().list(DeliveryLog.Query.ofJob(caller.name(), job.value())),
                    DeliveryLog.Query.LIMIT_MAX,
                    WebhookDocument::delivery);
        });
    }

    void listDeliveries(RoutingContext context) {
        Caller caller = Callers.of(context);
        int limit = Paging.limit(context, PAGE_MAX);
        DeliveryLog.Query query = new DeliveryLog.Query(
                caller.name(),
                Paging.query(context, "job"),
                Paging.query(context, "endpoint"),
                states(context),
                Paging.query(context, "after"),
                limit + 1);
        answer(context, 200, () -> {
            checkCursor(query.after(), last -> webhooks.deliveries().find(caller.name(), last));
            return Paging.page(webhooks.deliveries().list(query), limit, WebhookDocument::delivery);
        });
    }

    void retrieveDelivery(RoutingContext context) {
        Caller caller = Callers.of(context);
        String id = context.pathParam("delivery");
        answer(context, 200, () -> {
            DeliveryLog.Entry entry = webhooks.deliveries()
                    .find(caller.name(), id)
                    .orElseThrow(() -> new FaultException(Faults.unknownDelivery(id)));
            List<DeliveryAttempt> attempts = webhooks.deliveries().attempts(caller.name(), id);
            return WebhookDocument.delivery(entry, attempts);
        });
    }

    void replay(RoutingContext context) {
        Caller caller = Callers.of(context);
        String id = context.pathParam("delivery");
        answer(context, 202, () -> {
            if (webhooks.deliveries()
                    .replay(caller.name(), id, jobs.clock().instant())
                    .isEmpty()) {
                throw new FaultException(Faults.unknownDelivery(id));
            }
            webhooks.wakeUp().run();
            return webhooks.deliveries()
                    .find(caller.name(), id)
                    .map(WebhookDocument::delivery)
                    .orElseThrow(() -> new FaultException(Faults.unknownDelivery(id)));
        });
    }

    void listEndpoints(RoutingContext context) {
        Caller caller = Callers.of(context);
        int limit = Paging.limit(context, PAGE_MAX);
        Optional<String> after = Paging.query(context, "after");
        answer(context, 200, () -> {
            checkCursor(after, last -> webhooks.endpoints().find(caller.name(), last));
            return Paging.page(
                    webhooks.endpoints().list(caller.name(), after, limit + 1), limit, WebhookDocument::endpoint);
        });
    }

    private static void checkCursor(Optional<String> after, Function<String, Optional<?>> find) {
        after.filter(last -> find.apply(last).isEmpty()).ifPresent(last -> {
            throw Paging.unknownCursor(last);
        });
    }

    void retrieveEndpoint(RoutingContext context) {
        Caller caller = Callers.of(context);
        String id = context.pathParam("endpoint");
        answer(context, 200, () -> webhooks.endpoints()
                .find(caller.name(), id)
                .map(WebhookDocument::endpoint)
                .orElseThrow(() -> new FaultException(Faults.unknownEndpoint(id))));
    }

    void disable(RoutingContext context) {
        change(context, endpoint -> endpoint.with(endpoint.status().disabledFor(DisabledReason.BY_OWNER)));
    }

    /** Its deliveries that are gone can be replayed then. */
    void enable(RoutingContext context) {
        change(context, endpoint -> endpoint.with(EndpointStatus.HEALTHY));
    }

    private void change(RoutingContext context, UnaryOperator<Endpoint> change) {
        Caller caller = Callers.of(context);
        String id = context.pathParam("endpoint");
        answer(context, 200, () -> WebhookDocument.endpoint(changed(caller, id, change)));
    }

    private Subscription changed(Caller caller, String id, UnaryOperator<Endpoint> change) {
        return webhooks.endpoints()
                .change(caller.name(), id, change)
                .orElseThrow(() -> new FaultException(Faults.unknownEndpoint(id)));
    }

    void rotate(RoutingContext context) {
        Caller caller = Callers.of(context);
        String id = context.pathParam("endpoint");
        body(context)
                .compose(body -> store.ask(() -> rotated(caller, id, body)))
                .onSuccess(json -> JsonResponses.ok(context, json))
                .onFailure(context::fail);
    }

    private JsonObject rotated(Caller caller, String id, JsonObject body) {
        Duration overlap = overlap(body);
        SigningSecret fresh = fresh(body);
        Instant now = jobs.clock().instant();
        Subscription before = webhooks.endpoints()
                .find(caller.name(), id)
                .orElseThrow(() -> new FaultException(Faults.unknownEndpoint(id)));
        if (before.endpoint().form() != SignatureForm.STANDARD) {
            throw new FaultException(Faults.invalidValue(
                    "endpoint",
                    "The endpoint signs as %s; only an endpoint with the standard signature can rotate its secret."
                            .formatted(before.endpoint().form().wireName())));
        }
        Subscription changed = changed(
                caller, id, endpoint -> endpoint.with(endpoint.secrets().rotated(fresh, now, now.plus(overlap))));
        return WebhookDocument.endpoint(changed, Optional.of(fresh));
    }

    private SigningSecret fresh(JsonObject body) {
        try {
            Object given = body.getValue("secret");
            return given == null ? SigningSecret.generate(webhooks.random()) : SigningSecret.standard(given.toString());
        } catch (IllegalArgumentException e) {
            throw new FaultException(Faults.invalidValue("secret", e.getMessage() + "."));
        }
    }

    private static Duration overlap(JsonObject body) {
        Object given = body.getValue("overlap_seconds");
        if (given == null) {
            return OVERLAP_DEFAULT;
        }
        if (!(given instanceof Integer seconds) || seconds < 0 || seconds > OVERLAP_MAX.toSeconds()) {
            throw new FaultException(
                    Faults.unexpected("overlap_seconds", given, "a whole number from 0 to " + OVERLAP_MAX.toSeconds()));
        }
        return Duration.ofSeconds(seconds);
    }

    /** Sent once. */
    void test(RoutingContext context) {
        Caller caller = Callers.of(context);
        String id = context.pathParam("endpoint");
        answer(context, 202, () -> {
            Endpoint endpoint = webhooks.endpoints()
                    .find(caller.name(), id)
                    .map(Subscription::endpoint)
                    .orElseThrow(() -> new FaultException(Faults.unknownEndpoint(id)));
            if (pendingTests(caller, id) >= TESTS_PENDING_MAX) {
                throw new FaultException(Fault.of(
                        FaultCode.TOO_MANY_TESTS,
                        "%d tests of this endpoint have not been sent yet; please wait for them."
                                .formatted(TESTS_PENDING_MAX)));
            }
            Instant now = Instant.ofEpochMilli(jobs.clock().millis());
            WebhookEvent event =
                    new WebhookEvent(webhooks.ids().event(), EventType.TEST, id, now, EventBody.test(id, now));
            // Refused where the endpoint is disabled.
            Delivery delivery = Delivery.created(webhooks.ids().delivery(), event, endpoint, now)
                    .replayed(endpoint, now);
            webhooks.deliveries().add(event, delivery);
            webhooks.wakeUp().run();
            return WebhookDocument.delivery(new DeliveryLog.Entry(delivery, event));
        });
    }

    private int pendingTests(Caller caller, String endpoint) {
        DeliveryLog.Query pending = new DeliveryLog.Query(
                caller.name(),
                Optional.of(endpoint),
                Optional.of(endpoint),
                Set.of(DeliveryState.PENDING),
                Optional.empty(),
                TESTS_PENDING_MAX);
        return webhooks.deliveries().list(pending).size();
    }

    private void answer(RoutingContext context, int status, Callable<JsonObject> work) {
        store.ask(work)
                .onSuccess(json -> JsonResponses.send(context, status, json))
                .onFailure(context::fail);
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
