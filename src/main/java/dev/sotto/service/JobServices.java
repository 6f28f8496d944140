package dev.sotto.service;

import dev.sotto.config.ServerConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What every surface does with jobs, in one place: submit, wait, watch, change. Belongs to one event loop.
 *
 * @param fetchCheck throws {@link IllegalArgumentException}, whose message can be shown, for a URL from which no recording
 *     may be fetched; empty if none is fetched at all
 */
public record JobServices(
        Vertx vertx,
        Backend backend,
        JobAccess jobs,
        WebhookAccess webhooks,
        JobWatch watch,
        JobSubmitter submitter,
        JobWaiter waiter,
        JobCommands commands,
        Optional<Consumer<String>> fetchCheck,
        ServerConfig config) {
    /** What the services keep their things in. */
    public record Stores(JobAccess jobs, WebhookAccess webhooks, Optional<Consumer<String>> fetchCheck) {}

    /** Completes once the events of jobs are received, so that no job's end is missed. */
    public static Future<JobServices> open(Vertx vertx, Backend backend, Stores stores, ServerConfig config) {
        JobWatch watch = new JobWatch();
        return watch.start(vertx)
                .map(listening -> new JobServices(
                        vertx,
                        backend,
                        stores.jobs(),
                        stores.webhooks(),
                        watch,
                        new JobSubmitter(vertx, stores.jobs(), stores.webhooks(), config.jobs()),
                        new JobWaiter(
                                vertx,
                                stores.jobs(),
                                watch,
                                config.transcription().timeout()),
                        new JobCommands(vertx, stores.jobs()),
                        stores.fetchCheck(),
                        config));
    }
}
