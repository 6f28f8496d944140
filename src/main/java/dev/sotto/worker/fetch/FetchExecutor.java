package dev.sotto.worker.fetch;

import dev.sotto.bus.StoreCalls;
import dev.sotto.fault.FaultCode;
import dev.sotto.job.AudioGuess;
import dev.sotto.job.Job;
import dev.sotto.job.JobFailure;
import dev.sotto.job.NextStep;
import dev.sotto.job.RandomName;
import dev.sotto.job.ShortWork;
import dev.sotto.job.WorkKind;
import dev.sotto.job.port.BlobStore;
import dev.sotto.job.port.BlobStore.StoredBlob;
import dev.sotto.outbound.FetchLimits;
import dev.sotto.outbound.FetchedFile;
import dev.sotto.outbound.OutboundClient;
import dev.sotto.outbound.OutboundError;
import dev.sotto.outbound.OutboundException;
import dev.sotto.outbound.OutboundUrl;
import dev.sotto.transcript.Cancellation;
import dev.sotto.transcript.WorkClass;
import dev.sotto.worker.job.JobControl;
import dev.sotto.worker.job.JobExecutor;
import dev.sotto.worker.job.JobOutcome;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/** Fetches: a job's URL becomes a stored recording, and the job waits for an engine. */
public final class FetchExecutor implements JobExecutor {
    private static final long LOOKS_EVERY_MILLIS = 250;

    private final Vertx vertx;
    private final OutboundClient client;
    private final FetchLimits limits;
    private final Path folder;
    private final BlobStore blobs;
    private final RandomGenerator random;
    private final ShortWork shortWork;
    private final StoreCalls store;
    private final FetchTotals totals = new FetchTotals();

    /** The ways out and in. */
    public record Parts(
            OutboundClient client,
            FetchLimits limits,
            Path folder,
            BlobStore blobs,
            ShortWork shortWork,
            RandomGenerator random) {}

    /**
     * Nobody else uses the folder, which lies on the file system of the blobs.
     *
     * @param parts with a folder that {@link #emptied} has made
     */
    public FetchExecutor(Vertx vertx, Parts parts) {
        this.vertx = vertx;
        this.client = parts.client();
        this.limits = parts.limits();
        this.folder = parts.folder();
        this.blobs = parts.blobs();
        this.random = parts.random();
        this.shortWork = parts.shortWork();
        this.store = StoreCalls.ofRecordings(vertx);
    }

    /** Made, if it is not there, and without what a crash left half fetched. Blocks. */
    public static Path emptied(Path folder) throws IOException {
        Files.createDirectories(folder);
        try (DirectoryStream<Path> left = Files.newDirectoryStream(folder)) {
            for (Path file : left) {
                Files.deleteIfExists(file);
            }
        }
        return folder;
    }

    @Override
    public Future<JobOutcome> run(Job job, JobControl control) {
        OutboundUrl url;
        try {
            url = OutboundUrl.parse(job.input());
        } catch (OutboundException e) {
            return Future.succeededFuture(failed(e));
        }
        FetchTotals.Spent before = totals.before(job);
        FetchLimits left = before.leftOf(limits);
        Optional<JobFailure> usedUp = usedUp(left);
        if (usedUp.isPresent()) {
            return Future.succeededFuture(new JobOutcome.Failed(usedUp.get()));
        }
        Promise<Void> stop = Promise.promise();
        long watch = vertx.setPeriodic(LOOKS_EVERY_MILLIS, id -> stopIfAsked(control.cancellation(), stop));
        AtomicLong received = new AtomicLong();
        long begin = System.nanoTime();
        return client.download(url, folder.resolve(RandomName.draw(random)), left, stop.future(), bytes -> {
                    received.addAndGet(bytes);
                    control.works();
                })
                .onComplete(done -> vertx.cancelTimer(watch))
                .onSuccess(fetched -> totals.forget(job))
                .onFailure(e -> totals.add(job, received.get(), Duration.ofNanos(System.nanoTime() - begin)))
                .compose(fetched -> taken(job, fetched))
                .recover(e -> e instanceof OutboundException known
                        ? Future.succeededFuture(outcome(known, control.cancellation(), before))
                        : Future.failedFuture(e));
    }

    /** Why nothing more is fetched for a job whose attempts have taken all that one job may. */
    private Optional<JobFailure> usedUp(FetchLimits left) {
        if (left.bytesMax() <= 0) {
            return Optional.of(tooLargeInAll());
        }
        return left.timeout().toMillis() > 0
                ? Optional.empty()
                : Optional.of(new JobFailure(
                        FaultCode.TIME_LIMIT_EXCEEDED,
                        "All attempts at fetching this recording together took the %d s that one job may."
                                .formatted(limits.timeout().toSeconds())));
    }

    private JobFailure tooLargeInAll() {
        return new JobFailure(
                FaultCode.MEDIA_LIMIT_EXCEEDED,
                "All attempts at fetching this recording together would receive more than the %d bytes that one job may."
                        .formatted(limits.bytesMax()));
    }

    private static void stopIfAsked(Cancellation cancellation, Promise<Void> stop) {
        if (cancellation.isRequested()) {
            stop.tryComplete();
        }
    }

    private Future<JobOutcome> taken(Job job, FetchedFile fetched) {
        if (fetched.bytes() == 0) {
            return vertx.fileSystem()
                    .delete(fetched.file().toString())
                    .map(any -> new JobOutcome.Failed(new JobFailure(
                            FaultCode.EMPTY_FILE, "%s: the recording is empty.".formatted(fetched.from()))));
        }
        return store.ask(() -> {
            StoredBlob blob = blobs.take(fetched.file());
            double seconds = AudioGuess.ofBytes(blob.bytes());
            boolean isAwaited = job.workClass() == WorkClass.INTERACTIVE;
            return new JobOutcome.Advanced(
                    new NextStep(WorkKind.TRANSCRIBE, blob.key(), seconds, shortWork.classOf(seconds, isAwaited)));
        });
    }

    private JobOutcome outcome(OutboundException e, Cancellation cancellation, FetchTotals.Spent before) {
        if (e.error() == OutboundError.STOPPED && cancellation.isRequested()) {
            return new JobOutcome.Stopped();
        }
        boolean isOfAll = e.error() == OutboundError.TOO_LARGE && before.bytes() > 0;
        return isOfAll ? new JobOutcome.Failed(tooLargeInAll()) : failed(e);
    }

    private static JobOutcome failed(OutboundException e) {
        return new JobOutcome.Failed(new JobFailure(code(e.error()), e.getMessage() + "."));
    }

    private static FaultCode code(OutboundError error) {
        return switch (error) {
            case URL_REFUSED, TARGET_REFUSED, ADDRESS_REFUSED, REDIRECT_REFUSED -> FaultCode.FETCH_REFUSED;
            case ANSWERED_NO -> FaultCode.FETCH_DENIED;
            case TOO_LARGE -> FaultCode.MEDIA_LIMIT_EXCEEDED;
            case INCOMPLETE -> FaultCode.FETCH_INCOMPLETE;
            case NAME_UNKNOWN, CONNECT_FAILED, TLS_FAILED, TIMED_OUT, TOO_SLOW -> FaultCode.FETCH_FAILED;
            case ANSWER_BROKEN, ANSWERED_LATER, NOT_STORED, BUSY, STOPPED -> FaultCode.FETCH_FAILED;
        };
    }
}
