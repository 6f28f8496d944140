package dev.sotto.service;

import dev.sotto.bus.StoreCalls;
import dev.sotto.fault.FaultException;
import dev.sotto.job.JobId;
import dev.sotto.job.port.TenantJobs;
import dev.sotto.webhook.DeliveryAttempt;
import dev.sotto.webhook.DeliveryLog;
import dev.sotto.webhook.DeliveryState;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What owners see of the deliveries of their webhooks. Another's delivery is one that does not exist: {@code
 * DELIVERY_NOT_FOUND}. Futures fail with {@link FaultException}, {@link dev.sotto.webhook.WebhookException} or {@link
 * dev.sotto.job.port.StoreException}.
 */
public final class WebhookDeliveries {
    /** Deliveries that a page has at most. */
    public static final int PAGE_MAX = 500;

    private final TenantJobs jobs;
    private final DeliveryLog deliveries;
    private final InstantSource clock;
    private final Runnable wakeUp;
    private final StoreCalls store;

    WebhookDeliveries(Vertx vertx, JobAccess jobs, WebhookAccess webhooks) {
        this.jobs = jobs.tenantJobs();
        this.deliveries = webhooks.deliveries();
        this.clock = jobs.clock();
        this.wakeUp = webhooks.wakeUp();
        this.store = StoreCalls.of(vertx);
    }

    /**
     * Which deliveries are wanted.
     *
     * @param subject a job's id, or an endpoint's for its tests; empty means any
     * @param endpoint empty means any
     * @param states empty means all
     */
    public record Filter(Optional<String> subject, Optional<String> endpoint, Set<DeliveryState> states) {}

    /**
     * A delivery with all that is known of it.
     *
     * @param attempts the newest {@value DeliveryLog#ATTEMPTS_KEPT}, oldest first
     */
    public record Details(DeliveryLog.Entry entry, List<DeliveryAttempt> attempts) {}

    /** A page, newest first. */
    public Future<Page<DeliveryLog.Listed>> list(Caller caller, Filter filter, PageRequest page) {
        DeliveryLog.Query query = new DeliveryLog.Query(
                caller.name(), filter.subject(), filter.endpoint(), filter.states(), page.after(), page.limitOfStore());
        return store.ask(() -> {
            page.after()
                    .filter(last -> deliveries.find(caller.name(), last).isEmpty())
                    .ifPresent(last -> {
                        throw new FaultException(Faults.unknownCursor(last));
                    });
            return Page.of(deliveries.list(query), page.limit());
        });
    }

    /** All about one job, as far as a page goes. */
    public Future<Page<DeliveryLog.Listed>> ofJob(Caller caller, JobId job) {
        return store.ask(() -> {
            if (jobs.find(caller.name(), job).isEmpty()) {
                throw new FaultException(Faults.unknownJob(job.value()));
            }
            return Page.of(
                    deliveries.list(DeliveryLog.Query.ofJob(caller.name(), job.value())), DeliveryLog.Query.LIMIT_MAX);
        });
    }

    public Future<Details> find(Caller caller, String id) {
        return store.ask(() -> new Details(found(caller, id), deliveries.attempts(caller.name(), id)));
    }

    private DeliveryLog.Entry found(Caller caller, String id) {
        return deliveries.find(caller.name(), id).orElseThrow(() -> unknown(id));
    }

    private static FaultException unknown(String id) {
        return new FaultException(Faults.unknownDelivery(id));
    }

    /** Sends it again; refused where its endpoint is disabled or forgotten. */
    public Future<DeliveryLog.Entry> replay(Caller caller, String id) {
        return store.ask(() -> {
            if (deliveries.replay(caller.name(), id, clock.instant()).isEmpty()) {
                throw unknown(id);
            }
            wakeUp.run();
            return found(caller, id);
        });
    }
}
