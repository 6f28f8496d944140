package dev.sotto.service;

import dev.sotto.bus.Addresses;
import dev.sotto.bus.JobNews;
import dev.sotto.bus.LocalCodec;
import dev.sotto.config.ConfigLoader;
import dev.sotto.config.ServerConfig;
import dev.sotto.data.DataStores;
import dev.sotto.format.DocumentOptions;
import dev.sotto.format.TranscriptFormat;
import dev.sotto.format.stored.StoredRequest;
import dev.sotto.format.stored.StoredTranscript;
import dev.sotto.job.Job;
import dev.sotto.job.JobFailure;
import dev.sotto.job.JobSpec;
import dev.sotto.job.Lease;
import dev.sotto.job.Tenant;
import dev.sotto.job.WorkKind;
import dev.sotto.job.port.Claim;
import dev.sotto.job.port.JobAnnouncer;
import dev.sotto.job.port.WorkQueue;
import dev.sotto.transcript.Task;
import dev.sotto.transcript.Transcript;
import dev.sotto.transcript.TranscriptionOptions;
import dev.sotto.transcript.WorkClass;
import dev.sotto.webhook.WebhookIds;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The services over the stores of a data folder, on one event loop, with a test in the place of the workers. */
final class ServiceBench implements AutoCloseable {
    static final Caller ANN = caller("ann");
    static final Caller BOB = caller("bob");

    final Vertx vertx = Vertx.vertx();
    final ServerConfig config;
    final DataStores stores;
    final JobServices services;
    private final Path home;
    private final Context loop = vertx.getOrCreateContext();

    /** @param environment settings such as {@code SOTTO_TRANSCRIPTION_WAITING_MAX} */
    ServiceBench(Path home, Map<String, String> environment) {
        this.home = home;
        this.config = ConfigLoader.load(home, Optional.empty(), environment);
        LocalCodec.registerAll(vertx.eventBus());
        this.stores = DataStores.open(config, JobAnnouncer.SILENT);
        JobServices.Stores access =
                new JobServices.Stores(stores.access(), webhooks(), stores.keys(), Optional.empty());
        this.services = await(onLoop(() -> JobServices.open(vertx, new ReadyBackend(), access, config)));
    }

    private record ReadyBackend() implements Backend {
        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public ServedModels models() {
            return new ServedModels(List.of(), Map.of());
        }
    }

    WebhookAccess webhooks() {
        SecureRandom random = new SecureRandom();
        return new WebhookAccess(
                stores.webhooks().endpoints(),
                stores.webhooks().deliveries(),
                new WebhookIds(random),
                random,
                url -> {},
                () -> {});
    }

    static Caller caller(String name) {
        return new Caller(Tenant.unlimited(name), Optional.empty());
    }

    private <T> Future<T> onLoop(Supplier<Future<T>> question) {
        Promise<T> answer = Promise.promise();
        loop.runOnContext(any -> {
            try {
                question.get().onComplete(answer);
            } catch (RuntimeException e) {
                answer.fail(e);
            }
        });
        return answer.future();
    }

    private static <T> T await(Future<T> answer) {
        try {
            return answer.await(20, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("no answer", e);
        }
    }

    /** Asks on the event loop to which the services belong. */
    <T> Future<T> ask(Function<JobServices, Future<T>> question) {
        return onLoop(() -> question.apply(services));
    }

    <T> T await(Function<JobServices, Future<T>> question) {
        return await(ask(question));
    }

    /** What a question fails with; empty if it is answered. */
    Optional<Throwable> fault(Function<JobServices, ? extends Future<?>> question) {
        Future<Boolean> answer = ask(asked -> question.apply(asked).map(done -> true));
        return await(answer.transform(done -> Future.succeededFuture(Optional.ofNullable(done.cause()))));
    }

    Path recording(String sound) {
        try {
            return Files.writeString(Files.createTempFile(home, "upload", ""), sound);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param cancelOnDisconnect of a caller who waits */
    static JobSubmission submission(Caller caller, boolean cancelOnDisconnect) {
        return submission(caller, Optional.empty(), cancelOnDisconnect);
    }

    /** @param retention that the caller asks for */
    static JobSubmission submission(Caller caller, Duration retention) {
        return submission(caller, Optional.of(retention), false);
    }

    private static JobSubmission submission(Caller caller, Optional<Duration> retention, boolean cancelOnDisconnect) {
        StoredRequest request = new StoredRequest(
                "tiny.en", TranscriptFormat.TEXT, DocumentOptions.DEFAULTS, TranscriptionOptions.DEFAULTS, "test");
        JobOptions options = new JobOptions(
                JobSpec.DEFAULT_PRIORITY,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                retention,
                false,
                true,
                cancelOnDisconnect);
        return new JobSubmission(caller, request, options, true, Optional.empty());
    }

    Job submit(Caller caller, String sound) {
        Path file = recording(sound);
        return await(services -> services.submitter().submit(submission(caller, false), file))
                .job();
    }

    /** Works on the first job that waits, as a worker would. */
    Job succeed(String text) {
        Transcript transcript = new Transcript(Task.TRANSCRIBE, "en", 1, text, List.of());
        return end(lease -> stores.jobs().queue().succeed(lease, StoredTranscript.write(transcript)));
    }

    /** As above, for a job that fails. */
    Job fail(JobFailure failure) {
        return end(lease -> stores.jobs().queue().fail(lease, failure));
    }

    private Job end(Function<Lease, Optional<Job>> work) {
        WorkQueue queue = stores.jobs().queue();
        Claim claim = Stream.of(WorkClass.values())
                .flatMap(each -> queue.claim(WorkKind.TRANSCRIBE, each, "test", Duration.ofMinutes(1)).stream())
                .findFirst()
                .orElseThrow();
        Job ended = work.apply(claim.lease()).orElseThrow();
        vertx.eventBus().publish(Addresses.JOB_NEWS, new JobNews.StateChanged(ended));
        return ended;
    }

    @Override
    public void close() {
        try {
            vertx.close().await(20, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new IllegalStateException(e);
        } finally {
            stores.close();
        }
    }
}
