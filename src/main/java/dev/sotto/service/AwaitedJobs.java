package dev.sotto.service;

import dev.sotto.fault.FaultException;
import dev.sotto.job.Job;
import dev.sotto.job.JobState;
import dev.sotto.key.ConcurrencyLimiter;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Recordings whose callers wait for the transcript on a connection: submit, wait, read the result. All surfaces share the
 * places for callers who wait. A caller who goes away leaves the job, unless it said otherwise. Belongs to one event loop.
 */
public final class AwaitedJobs {
    private final Backend backend;
    private final JobSubmitter submitter;
    private final JobWaiter waiter;
    private final JobReader reader;
    private final JobCommands commands;

    AwaitedJobs(Backend backend, JobSubmitter submitter, JobWaiter waiter, JobReader reader, JobCommands commands) {
        this.backend = backend;
        this.submitter = submitter;
        this.waiter = waiter;
        this.reader = reader;
        this.commands = commands;
    }

    /** Whoever waits. */
    public interface Client {
        /** The recording has led to this job; called before anything waits for it. */
        void accepted(JobSubmitter.Receipt receipt);

        /** Calls the action, on the event loop, once the client is gone: now if it is already. */
        void onGone(Runnable action);
    }

    /**
     * To be called before a recording is read, so that nobody sends one for nothing.
     *
     * @throws FaultException if the server loads its model, is drained, or has no place for one more caller who waits
     */
    public void check(Caller caller) {
        if (!backend.isReady()) {
            throw new FaultException(Faults.loading());
        }
        if (backend.isDraining()) {
            throw new FaultException(Faults.draining());
        }
        if (!waiter.places().hasFree(caller.shareholder())) {
            throw new FaultException(Faults.queueFull());
        }
    }

    /**
     * Takes the file over, as {@link JobSubmitter#submit} does, and is done when the job has ended. The caller's place is
     * taken only now, so that one who uploads slowly takes it from nobody, and is free again when this is done. Fails with
     * {@link FaultException}, also for a job that has not succeeded.
     *
     * @param document of the transcript; called on a thread that may take its time
     */
    public <T> Future<T> run(JobSubmission submission, Path file, Client client, Function<JobTranscript, T> document) {
        return run(submission, () -> submitter.submit(submission, file), client, document);
    }

    /** As above, with a recording that is fetched first. */
    public <T> Future<T> runUrl(
            JobSubmission submission, String url, Client client, Function<JobTranscript, T> document) {
        return run(submission, () -> submitter.submitUrl(submission, url), client, document);
    }

    private <T> Future<T> run(
            JobSubmission submission,
            Supplier<Future<JobSubmitter.Receipt>> submit,
            Client client,
            Function<JobTranscript, T> document) {
        Caller caller = submission.caller();
        Optional<ConcurrencyLimiter.Permit> permit = waiter.places().acquire(caller.shareholder());
        if (permit.isEmpty()) {
            return Future.failedFuture(new FaultException(Faults.queueFull()));
        }
        return submit.get()
                .compose(receipt -> await(receipt, submission, client)
                        .compose(ended -> reader.resultOfEnded(caller, ended, document)
                                .eventually(() -> forgetIfDone(submission, receipt, ended))))
                .onComplete(done -> permit.get().close());
    }

    /**
     * A caller who is told what is wrong with its request leaves nothing behind, and neither does one who has its transcript and
     * wanted nothing kept. What stands for others too stays. Never fails.
     */
    private Future<Void> forgetIfDone(JobSubmission submission, JobSubmitter.Receipt receipt, Job ended) {
        boolean isRefused = ended.state() == JobState.FAILED
                && ended.failure()
                        .filter(failure -> Faults.isOfRequest(failure.code()))
                        .isPresent();
        return receipt.isNew() && (isRefused || submitter.keepsNothing(submission))
                ? commands.forget(submission.caller(), ended.id())
                : Future.succeededFuture();
    }

    private Future<Job> await(JobSubmitter.Receipt receipt, JobSubmission submission, Client client) {
        client.accepted(receipt);
        JobWaiter.Wait wait = waiter.begin(submission.caller(), receipt.job().id());
        client.onGone(() -> gone(wait, receipt, submission));
        submitter.wakeWorkers(receipt.job());
        return wait.end();
    }

    /** Work that is shared goes on, whoever leaves. */
    private void gone(JobWaiter.Wait wait, JobSubmitter.Receipt receipt, JobSubmission submission) {
        wait.giveUp();
        if (submission.options().cancelOnDisconnect() && receipt.isNew()) {
            commands.abandon(submission.caller(), receipt.job().id());
        }
    }

    /** No more jobs begin here: who waits for one that has not begun is told. */
    void close() {
        waiter.close();
    }
}
