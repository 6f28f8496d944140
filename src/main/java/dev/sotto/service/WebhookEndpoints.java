package dev.sotto.service;

import dev.sotto.bus.StoreCalls;
import dev.sotto.fault.Fault;
import dev.sotto.fault.FaultCode;
import dev.sotto.fault.FaultException;
import dev.sotto.job.JobId;
import dev.sotto.job.port.JobAnswer;
import dev.sotto.webhook.Delivery;
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
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * What owners do with the endpoints of their webhooks. Another's endpoint is one that does not exist: {@code
 * ENDPOINT_NOT_FOUND}. What is answered is on disk. Futures fail with {@link FaultException}, {@link
 * dev.sotto.webhook.WebhookException} or {@link dev.sotto.job.port.StoreException}.
 */
public final class WebhookEndpoints {
    /** Endpoints that a page has at most. */
    public static final int PAGE_MAX = 500;
    /** How long a replaced secret goes on signing unless its owner says otherwise. */
    public static final Duration OVERLAP_DEFAULT = Duration.ofHours(24);

    public static final Duration OVERLAP_MAX = Duration.ofDays(30);

    /** Tests of one endpoint that have not been sent yet. */
    private static final int TESTS_PENDING_MAX = 10;

    private final JobAccess jobs;
    private final WebhookAccess webhooks;
    private final StoreCalls store;

    WebhookEndpoints(Vertx vertx, JobAccess jobs, WebhookAccess webhooks) {
        this.jobs = jobs;
        this.webhooks = webhooks;
        this.store = StoreCalls.of(vertx);
    }

    /**
     * Whether webhooks may be sent there.
     *
     * @throws IllegalArgumentException if not, with a message that can be shown
     */
    public void checkUrl(String url) {
        webhooks.urlCheck().accept(url);
    }

    public SigningSecret newSecret() {
        return SigningSecret.generate(webhooks.random());
    }

    /** For a job of the caller's, ended or not. */
    public Future<NewWebhook> add(Caller caller, JobId job, WebhookRegistration registration) {
        return store.ask(() -> added(caller, job, registration))
                .onSuccess(webhook -> webhooks.wakeUp().run());
    }

    private NewWebhook added(Caller caller, JobId job, WebhookRegistration registration) {
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
        return registration.registered(subscription);
    }

    public Future<Page<Subscription>> list(Caller caller, PageRequest page) {
        return store.ask(() -> {
            page.after()
                    .filter(last ->
                            webhooks.endpoints().find(caller.name(), last).isEmpty())
                    .ifPresent(last -> {
                        throw new FaultException(Faults.unknownCursor(last));
                    });
            return Page.of(webhooks.endpoints().list(caller.name(), page.after(), page.limitOfStore()), page.limit());
        });
    }

    public Future<Subscription> find(Caller caller, String id) {
        return store.ask(() -> found(caller, id));
    }

    private Subscription found(Caller caller, String id) {
        return webhooks.endpoints().find(caller.name(), id).orElseThrow(() -> unknown(id));
    }

    public Future<Subscription> disable(Caller caller, String id) {
        return store.ask(() ->
                changed(caller, id, endpoint -> endpoint.with(endpoint.status().disabledFor(DisabledReason.BY_OWNER))));
    }

    /** Its deliveries that are gone can be replayed then. */
    public Future<Subscription> enable(Caller caller, String id) {
        return store.ask(() -> changed(caller, id, endpoint -> endpoint.with(EndpointStatus.HEALTHY)));
    }

    private Subscription changed(Caller caller, String id, UnaryOperator<Endpoint> change) {
        return webhooks.endpoints().change(caller.name(), id, change).orElseThrow(() -> unknown(id));
    }

    private static FaultException unknown(String id) {
        return new FaultException(Faults.unknownEndpoint(id));
    }

    /**
     * Replaces the secret of an endpoint with the standard signature; the answer has the new one.
     *
     * @param given empty for one that is made here
     * @param overlap how long the old secret goes on signing too
     */
    public Future<NewWebhook> rotate(Caller caller, String id, Optional<SigningSecret> given, Duration overlap) {
        return store.ask(() -> {
            SigningSecret fresh = given.orElseGet(this::newSecret);
            Instant now = jobs.clock().instant();
            SignatureForm form = found(caller, id).endpoint().form();
            if (form != SignatureForm.STANDARD) {
                throw new FaultException(Faults.invalidValue(
                        "endpoint",
                        "The endpoint signs as %s; only an endpoint with the standard signature can rotate its secret."
                                .formatted(form.wireName())));
            }
            Subscription changed = changed(
                    caller, id, endpoint -> endpoint.with(endpoint.secrets().rotated(fresh, now, now.plus(overlap))));
            return new NewWebhook(changed, Optional.of(fresh));
        });
    }

    /** Sends one event that no job made, once. Refused where the endpoint is disabled. */
    public Future<DeliveryLog.Entry> test(Caller caller, String id) {
        return store.ask(() -> {
            Endpoint endpoint = found(caller, id).endpoint();
            if (pendingTests(caller, id) >= TESTS_PENDING_MAX) {
                throw new FaultException(Fault.of(
                        FaultCode.TOO_MANY_TESTS,
                        "%d tests of this endpoint have not been sent yet; please wait for them."
                                .formatted(TESTS_PENDING_MAX)));
            }
            Instant now = Instant.ofEpochMilli(jobs.clock().millis());
            WebhookEvent event =
                    new WebhookEvent(webhooks.ids().event(), EventType.TEST, id, now, EventBody.test(id, now));
            Delivery delivery = Delivery.created(webhooks.ids().delivery(), event, endpoint, now)
                    .replayed(endpoint, now);
            webhooks.deliveries().add(event, delivery);
            webhooks.wakeUp().run();
            return new DeliveryLog.Entry(delivery, event);
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
}
