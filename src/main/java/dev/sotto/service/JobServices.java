package dev.sotto.service;

import dev.sotto.config.ServerConfig;
import dev.sotto.key.ApiKeyStore;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * All that surfaces do with jobs and webhooks. Whatever belongs to somebody is asked for with its {@link Caller}, and who owns
 * what is checked here: a surface maps a request to one of these calls and what comes back to a response, and asks no store.
 * Belongs to one event loop.
 *
 * @param awaited recordings whose callers wait for the transcript
 * @param fetchCheck throws {@link IllegalArgumentException}, whose message can be shown, for a URL from which no recording
 *     may be fetched; empty if none is fetched at all
 */
public record JobServices(
        Vertx vertx,
        Backend backend,
        JobSubmitter submitter,
        AwaitedJobs awaited,
        JobReader reader,
        JobCommands commands,
        TranscriptDocuments documents,
        RecordingLibrary library,
        SharedTranscripts shares,
        SpeakerCommands speakers,
        VoiceCommands voices,
        JobWatch watch,
        WebhookEndpoints webhooks,
        WebhookDeliveries deliveries,
        KeyCommands keys,
        ModelPulls pulls,
        Optional<Consumer<String>> fetchCheck,
        ServerConfig config) {
    /** What the services keep their things in. */
    public record Stores(
            JobAccess jobs, WebhookAccess webhooks, ApiKeyStore keys, Optional<Consumer<String>> fetchCheck) {}

    /** Completes once the events of jobs are received, so that no job's end is missed. */
    public static Future<JobServices> open(Vertx vertx, Backend backend, Stores stores, ServerConfig config) {
        JobWatch watch = new JobWatch();
        return watch.start(vertx).map(listening -> {
            JobSubmitter submitter = new JobSubmitter(vertx, backend, stores, config);
            JobReader reader = new JobReader(vertx, stores.jobs(), watch, config.transcription());
            JobCommands commands = new JobCommands(vertx, stores.jobs(), watch);
            JobWaiter waiter = new JobWaiter(vertx, stores.jobs(), watch, config.transcription());
            TranscriptDocuments documents = new TranscriptDocuments(vertx, stores.jobs(), reader);
            return new JobServices(
                    vertx,
                    backend,
                    submitter,
                    new AwaitedJobs(backend, submitter, waiter, reader, commands),
                    reader,
                    commands,
                    documents,
                    new RecordingLibrary(vertx, stores.jobs(), reader),
                    new SharedTranscripts(
                            vertx, stores.jobs(), documents, stores.webhooks().random()),
                    new SpeakerCommands(vertx, stores.jobs(), config.voices().enabled()),
                    new VoiceCommands(
                            vertx, backend, stores.jobs(), stores.webhooks().random(), config),
                    watch,
                    new WebhookEndpoints(vertx, stores.jobs(), stores.webhooks()),
                    new WebhookDeliveries(vertx, stores.jobs(), stores.webhooks()),
                    new KeyCommands(
                            vertx,
                            stores.keys(),
                            stores.webhooks().random(),
                            stores.jobs().clock()),
                    new ModelPulls(vertx, backend, stores.jobs().clock()),
                    stores.fetchCheck(),
                    config);
        });
    }

    /** The server takes no more jobs: who waits for one that has not begun is answered. */
    public void drain() {
        awaited.close();
    }

    /** The server stops: who waits in vain is answered. */
    public void close() {
        awaited.close();
        pulls.close();
    }
}
