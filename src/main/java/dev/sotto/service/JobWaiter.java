package dev.sotto.service;

import dev.sotto.bus.JobNews;
import dev.sotto.bus.StoreCalls;
import dev.sotto.config.ServerConfig;
import dev.sotto.fault.Fault;
import dev.sotto.fault.FaultException;
import dev.sotto.job.Job;
import dev.sotto.job.JobId;
import dev.sotto.key.ConcurrencyLimiter;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Callers who wait for the end of their job. One event loop's. */
public final class JobWaiter {
    private static final long LOOKS_AGAIN_MILLIS = 1000;

    private final Vertx vertx;
    private final JobAccess jobs;
    private final JobWatch watch;
    private final StoreCalls store;
    private final Duration longest;
    private final ConcurrencyLimiter places;
    private final Set<Wait> waits = new LinkedHashSet<>();
    private boolean isClosing;

    JobWaiter(Vertx vertx, JobAccess jobs, JobWatch watch, ServerConfig.Transcription limits) {
        this.vertx = vertx;
        this.jobs = jobs;
        this.watch = watch;
        this.store = StoreCalls.of(vertx);
        this.longest = limits.timeout();
        this.places = new ConcurrencyLimiter(limits.waitingMax());
    }

    /** For callers who wait, of all surfaces together. */
    ConcurrencyLimiter places() {
        return places;
    }

    /** One caller's wait. */
    public final class Wait {
        private final JobId id;
        private final Promise<Job> end = Promise.promise();
        private final Runnable unwatch;
        private final long timer;
        private boolean hasStarted;

        private Wait(JobId id) {
            this.id = id;
            this.hasStarted = watch.live(id).isPresent();
            this.unwatch = watch.watch(id, this::onNews);
            this.timer = vertx.setTimer(longest.toMillis(), late -> fail(Faults.timedOut()));
        }

        /** Fails with {@link FaultException} when the caller waits no longer. */
        public Future<Job> end() {
            return end.future();
        }

        private void onNews(JobNews news) {
            if (news instanceof JobNews.Started) {
                hasStarted = true;
            } else if (news instanceof JobNews.StateChanged changed) {
                stateChanged(changed.job());
            }
        }

        private void stateChanged(Job job) {
            if (job.state().isFinal()) {
                over();
                end.tryComplete(job);
            } else if (isClosing) {
                fail(Faults.stopping(id));
            }
        }

        /** Nobody waits any more. */
        public void giveUp() {
            fail(Faults.gone());
        }

        private void fail(Fault error) {
            over();
            end.tryFail(new FaultException(error));
        }

        private void over() {
            waits.remove(this);
            unwatch.run();
            vertx.cancelTimer(timer);
        }
    }

    /** Begins to wait for a job that is in the store, and may have ended meanwhile. */
    public Wait begin(Caller caller, JobId id) {
        Wait wait = new Wait(id);
        waits.add(wait);
        look(caller, wait);
        return wait;
    }

    /** Its news may have come before this listened; a store that does not answer now is asked again. */
    private void look(Caller caller, Wait wait) {
        store.ask(() -> jobs.tenantJobs().find(caller.name(), wait.id))
                .onSuccess(found -> found.ifPresentOrElse(
                        job -> {
                            if (job.state().isFinal() || isClosing) {
                                wait.stateChanged(job);
                            }
                        },
                        () -> wait.fail(Faults.unknownJob(wait.id.value()))))
                .onFailure(e -> vertx.setTimer(LOOKS_AGAIN_MILLIS, id -> {
                    if (waits.contains(wait)) {
                        look(caller, wait);
                    }
                }));
    }

    /** The server stops: who waits for a job that has not begun, waits in vain; the others have the grace. */
    public void close() {
        isClosing = true;
        List.copyOf(waits).stream()
                .filter(wait -> !wait.hasStarted)
                .forEach(wait -> wait.fail(Faults.stopping(wait.id)));
    }
}
