package dev.sotto.server;

import dev.sotto.bus.Addresses;
import dev.sotto.bus.JobNews;
import dev.sotto.data.DataStores;
import dev.sotto.service.WebhookAccess;
import dev.sotto.webhook.WebhookIds;
import dev.sotto.webhook.deliver.DeliveryListener;
import dev.sotto.webhook.deliver.DispatchLimits;
import dev.sotto.webhook.deliver.RetrySchedule;
import dev.sotto.worker.webhook.OutboundSender;
import dev.sotto.worker.webhook.WebhookVerticle;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The webhooks of a server: registered over HTTP, sent by a verticle of their own. */
final class Webhooks {
    private static final Logger LOG = LoggerFactory.getLogger(Webhooks.class);
    /** An attempt that is not over by then is made again at the next start. */
    private static final Duration STOP_GRACE = Duration.ofSeconds(5);

    private final DataStores stores;
    private final OutboundFactory outside;
    private final DeliveryListener counter;
    private final String version;
    private final SecureRandom random = new SecureRandom();
    private volatile @Nullable WebhookVerticle verticle;

    /** @param counter receives each attempt, as the log does */
    Webhooks(DataStores stores, OutboundFactory outside, String version, DeliveryListener counter) {
        this.counter = counter;
        this.stores = stores;
        this.outside = outside;
        this.version = version;
    }

    WebhookAccess access() {
        return new WebhookAccess(
                stores.webhooks().endpoints(),
                stores.webhooks().deliveries(),
                new WebhookIds(random),
                random,
                outside.webhookCheck(),
                this::wakeUp);
    }

    Future<?> deploy(Vertx vertx, OutboundFactory.OwnPorts ports) {
        return vertx.executeBlocking(() -> new WebhookVerticle(parts(vertx, ports)))
                .compose(made -> vertx.deployVerticle(made).onSuccess(deployed -> verticle = made))
                .compose(deployed -> vertx.eventBus()
                        .<JobNews>localConsumer(Addresses.JOB_NEWS, news -> {
                            if (news.body() instanceof JobNews.StateChanged) {
                                wakeUp();
                            }
                        })
                        .completion());
    }

    private WebhookVerticle.Parts parts(Vertx vertx, OutboundFactory.OwnPorts ports) {
        return new WebhookVerticle.Parts(
                stores.webhooks().outbox(),
                new OutboundSender(outside.webhookClient(vertx, ports)),
                stores.clock(),
                InstantSource.system(),
                random,
                (attempt, status) -> {
                    LOG.info(
                            "attempt {} of delivery {}: {}",
                            attempt.number(),
                            attempt.deliveryId(),
                            attempt.outcome().wireName());
                    counter.attempted(attempt, status);
                },
                DispatchLimits.STANDARD,
                RetrySchedule.STANDARD,
                "sotto/" + version,
                STOP_GRACE);
    }

    private void wakeUp() {
        WebhookVerticle running = verticle;
        if (running != null) {
            running.wakeUp();
        }
    }
}
