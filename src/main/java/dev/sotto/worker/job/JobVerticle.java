package dev.sotto.worker.job;

import dev.sotto.bus.Addresses;
import dev.sotto.bus.JobNews;
import dev.sotto.bus.JobStop;
import dev.sotto.bus.JobWaiting;
import dev.sotto.bus.Recordings;
import dev.sotto.bus.StoreCalls;
import dev.sotto.fault.FaultCode;
import dev.sotto.job.Job;
import dev.sotto.job.JobFailure;
import dev.sotto.job.JobId;
import dev.sotto.job.JobState;
import dev.sotto.job.WorkKind;
import dev.sotto.job.port.Claim;
import dev.sotto.transcript.PartialTranscript;
import dev.sotto.transcript.Segment;
import dev.sotto.transcript.WorkClass;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes due jobs of one kind from the store as long as there are places for their class, watches over them, and writes what came of them.
 * Sleeps when nothing is due: it is woken by {@link JobWaiting}, by the end of a job, and by the time of the next one.
 */
public final class JobVerticle extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(JobVerticle.class);
    private static final Duration AGAIN_AFTER_FAULT = Duration.ofSeconds(1);
    /** How long stopped work may take to let go before its lease is handed back without it. */
    private static final Duration LETTING_GO = Duration.ofSeconds(5);
    /** What waits longer is looked for again then: clocks are not exact. */
    private static final Duration LOOK_AGAIN_MAX = Duration.ofMinutes(1);

    private final LeasedJobStore line;
    private final WorkKind work;
    private final JobExecutor executor;
    private final ClassPlaces places;
    private final Runnable allPlacesHang;
    private final Map<WorkClass, Integer> hanging =
            new EnumMap<>(WorkClass.class); // attempts that did not stop when asked
    private final Map<Long, RunningJob> running = new HashMap<>(); // by attempt; event loop only
    private long attempts;
    private boolean isClaiming;
    private boolean isWoken;
    private boolean isUnsure; // whether the last claim has taken a job
    private boolean isDraining;
    private boolean hasTakenBack;
    private long nextLook = -1; // ids begin at 0
    private int handedBack;
    private final Promise<Integer> drained = Promise.promise();

    @SuppressWarnings("NullAway.Init") // set by start(), before anything else
    private StoreCalls store;

    @SuppressWarnings("NullAway.Init") // likewise
    private AttemptWatch watch;

    @SuppressWarnings("NullAway.Init") // likewise
    private Recordings recordings;

    /**
     * @param line the store's side of this work
     * @param places attempts at once
     * @param allPlacesHang called on the event loop when every place of a class is held by an attempt that does not stop:
     *     nothing of that class can be begun any more
     */
    public JobVerticle(
            LeasedJobStore line, WorkKind work, JobExecutor executor, ClassPlaces places, Runnable allPlacesHang) {
        this.line = line;
        this.work = work;
        this.executor = executor;
        this.places = places;
        this.allPlacesHang = allPlacesHang;
    }

    @Override
    public Future<?> start() {
        store = StoreCalls.ofLeases(vertx);
        watch = new AttemptWatch(line, store);
        recordings = new Recordings(vertx, line.blobs());
        vertx.setPeriodic(Math.max(1, line.limits().lease().toMillis() / 3), id -> runningNow()
                .forEach(this::look));
        Future<Void> waiting = vertx.eventBus()
                .<JobWaiting>localConsumer(Addresses.JOB_WAITING, message -> {
                    if (message.body().work() == work) {
                        wake();
                    }
                })
                .completion();
        Future<Void> stopping = vertx.eventBus()
                .<JobStop>localConsumer(Addresses.JOB_STOP, message -> runningNow().stream()
                        .filter(job -> job.id().equals(message.body().job()))
                        .forEach(this::look))
                .completion();
        return Future.all(waiting, stopping).onSuccess(done -> wake());
    }

    /** To be walked through while jobs end: one that is stopped may be gone before the call returns. */
    private List<RunningJob> runningNow() {
        return List.copyOf(running.values());
    }

    private void wake() {
        isWoken = true;
        claimMore();
    }

    /** What is in this kind of work, as one look at the store finds it. */
    private record Look(List<Taken> taken, Optional<Duration> nextDue) {}

    /**
     * A claimed job.
     *
     * @param askedNanos when it was asked for: its lease ends no earlier than counted from then
     * @param unreadable why it cannot be begun
     */
    private record Taken(
            Claim claim, long askedNanos, Optional<PartialTranscript> finished, Optional<JobFailure> unreadable) {}

    private void claimMore() {
        List<WorkClass> open = openClasses();
        if (isClaiming || isDraining || !isWoken || open.isEmpty()) {
            return;
        }
        isClaiming = true;
        isWoken = false;
        Optional<Set<JobId>> held = isUnsure
                ? Optional.of(running.values().stream().map(RunningJob::id).collect(Collectors.toSet()))
                : Optional.empty();
        int free = places.all() - running.size();
        Callable<Look> call = () -> lookIntoStore(held, open, free);
        store.ask(call).onComplete(look -> {
            isClaiming = false;
            isUnsure = look.failed();
            if (isDraining) {
                handBackUnbegun(look.result());
            } else if (look.failed()) {
                LOG.warn("no job could be taken: {}", look.cause().toString());
                lookLater(AGAIN_AFTER_FAULT);
            } else if (!look.result().taken().isEmpty()) {
                isWoken = true;
                look.result().taken().forEach(this::begin);
            } else {
                lookLater(look.result().nextDue().orElse(line.limits().lease())); // a wake-up may have been missed
            }
            endDraining();
            claimMore();
        });
    }

    /** Those with a free place. */
    private List<WorkClass> openClasses() {
        if (running.size() >= places.all()) {
            return List.of();
        }
        return Arrays.stream(WorkClass.values())
                .filter(workClass -> running.values().stream()
                                .filter(job -> job.job().workClass() == workClass)
                                .count()
                        < places.of(workClass))
                .toList();
    }

    /** Claimed while this stops: nothing of it begins, and the stop waits until it is handed back. */
    private void handBackUnbegun(@Nullable Look look) {
        if (look == null || look.taken().isEmpty()) {
            return;
        }
        isClaiming = true;
        store.run(() -> look.taken()
                        .forEach(late -> line.queue().release(late.claim().lease())))
                .onFailure(e -> LOG.warn("a job could not be handed back: {}", e.toString()))
                .onComplete(done -> {
                    isClaiming = false;
                    endDraining();
                });
    }

    /**
     * Takes one job of each class at most, so that no class waits for another to have no more.
     *
     * @param held what runs, if the last claim may have taken a job without a word: that one is taken back first
     * @param free places, of whichever class
     */
    private Look lookIntoStore(Optional<Set<JobId>> held, List<WorkClass> open, int free) {
        held.map(jobs -> line.releaseUnheld(work, jobs))
                .ifPresent(released -> released.forEach(
                        job -> LOG.warn("job {} was claimed and nobody heard of it: it waits again", job.id())));
        // First: what becomes due meanwhile is claimed or looked for.
        Optional<Duration> nextDue = line.queue().untilNextDue(work);
        List<Taken> taken = new ArrayList<>();
        for (WorkClass workClass : open) {
            if (taken.size() == free) {
                break;
            }
            long askedNanos = System.nanoTime();
            line.claim(work, workClass, ownerMax()).ifPresent(claim -> taken.add(read(claim, askedNanos)));
        }
        return new Look(taken, nextDue);
    }

    /** An engine is shared window by window; a fetch holds its place for as long as the other side likes. */
    private int ownerMax() {
        return work == WorkKind.FETCH ? places.ofOwner() : Integer.MAX_VALUE;
    }

    private static Taken read(Claim claim, long askedNanos) {
        try {
            return new Taken(claim, askedNanos, FinishedWindows.of(claim.checkpoints()), Optional.empty());
        } catch (RuntimeException e) { // whatever it is, the job is claimed and must come to an end
            LOG.error("job {} has checkpoints that cannot be read", claim.job().id(), e);
            JobFailure failure =
                    new JobFailure(FaultCode.JOB_UNREADABLE, "What is stored of its finished part cannot be read.");
            return new Taken(claim, askedNanos, Optional.empty(), Optional.of(failure));
        }
    }

    private void lookLater(Duration wait) {
        vertx.cancelTimer(nextLook);
        long millis = Math.min(wait.toMillis(), LOOK_AGAIN_MAX.toMillis());
        nextLook = vertx.setTimer(Math.max(1, millis), id -> wake());
    }

    /** From here on the job has a place, which it gives back through {@link #ended}, whatever happens. */
    private void begin(Taken taken) {
        RunningJob job = new RunningJob(taken.claim(), taken.finished(), this::tell, this::writeCheckpoint);
        job.renewed(taken.askedNanos());
        long attempt = attempts++;
        running.put(attempt, job);
        run(job, taken)
                .recover(fault -> {
                    LOG.error("job {} failed for a reason of ours", job.id(), fault);
                    return Future.succeededFuture(new JobOutcome.Failed(JobFailure.internal()));
                })
                .onSuccess(outcome -> {
                    if (job.isGivenUp()) {
                        LOG.warn("the attempt at job {} that hung has ended; its place is free again", job.id());
                        hanging.merge(job.job().workClass(), -1, Integer::sum);
                        ended(attempt, Optional.empty());
                    } else {
                        job.ends();
                        settle(job, outcome).onComplete(settled -> ended(attempt, settled.result()));
                    }
                });
    }

    /** Never fails; empty where nothing is known. */
    private Future<Optional<Job>> settle(RunningJob job, JobOutcome outcome) {
        return store.ask(() -> line.settle(job, outcome))
                .compose(settled -> recordings
                        .removeAll(settled.map(ended -> LeasedJobStore.unneeded(ended, outcome))
                                .orElse(List.of()))
                        .map(settled))
                .onFailure(e -> LOG.error("the end of job {} could not be written", job.id(), e))
                .otherwise(Optional.empty());
    }

    /** What the executor throws is a failure like any other. */
    private Future<JobOutcome> run(RunningJob job, Taken taken) {
        try {
            List<Segment> segments =
                    taken.finished().map(PartialTranscript::segments).orElse(List.of());
            tell(new JobNews.Started(job.job(), segments));
            if (!segments.isEmpty()) {
                int attempt = job.job().tries().attempt();
                LOG.info("job {} goes on behind {} segments, attempt {}", job.id(), segments.size(), attempt);
            }
            if (taken.unreadable().isPresent()) {
                return Future.succeededFuture(
                        new JobOutcome.Failed(taken.unreadable().get()));
            }
            return executor.run(job.job(), job);
        } catch (RuntimeException | Error e) {
            return Future.failedFuture(e);
        }
    }

    private void ended(long attempt, Optional<Job> settled) {
        running.remove(attempt);
        settled.ifPresent(this::tellSettled);
        endDraining();
        wake();
    }

    private void tellSettled(Job job) {
        LOG.info(AttemptReport.of(job));
        tell(new JobNews.StateChanged(job));
        if (job.tries().losses() > 0) { // nothing of any kind may have begun beside it
            for (WorkKind any : WorkKind.values()) {
                vertx.eventBus().publish(Addresses.JOB_WAITING, new JobWaiting(any));
            }
        } else if (job.state() == JobState.QUEUED && job.work() != work) {
            vertx.eventBus().publish(Addresses.JOB_WAITING, new JobWaiting(job.work()));
        }
    }

    /** The job goes on without the attempt, which keeps its place: it still has its thread, and perhaps the engine. */
    private void giveUp(RunningJob job) {
        LOG.error("job {} was asked to stop and did not: its place is lost until it does", job.id());
        job.giveUp();
        settle(job, new JobOutcome.Stopped()).onSuccess(settled -> {
            settled.ifPresent(this::tellSettled);
            wake();
        });
        WorkClass workClass = job.job().workClass();
        int lost = hanging.merge(workClass, 1, Integer::sum);
        if (lost == places.of(workClass)
                || hanging.values().stream().mapToInt(Integer::intValue).sum() == places.all()) {
            LOG.error("all places of {} work for {} are lost", workClass.wireName(), work.wireName());
            allPlacesHang.run();
        }
    }

    private void writeCheckpoint(RunningJob job) {
        store.run(() -> line.writeCheckpoints(job))
                .onFailure(e -> LOG.warn("a checkpoint of job {} waits: {}", job.id(), e.toString()));
    }

    private void look(RunningJob job) {
        if (job.isGivenUp()) {
            return;
        }
        if (!isDraining && job.hangs(line.limits().lettingGo())) {
            giveUp(job);
        } else {
            watch.look(job);
        }
    }

    private void tell(JobNews news) {
        vertx.eventBus().publish(Addresses.JOB_NEWS, news);
    }

    /**
     * Takes no more jobs, lets those that run end within the grace, then has them stop, with all that is finished kept, and
     * hands them back. May be called from anywhere; done a few seconds after the grace at the latest, with how many were handed back.
     */
    public Future<Integer> drain(Duration grace) {
        if (context == null) {
            return Future.succeededFuture(0); // never deployed
        }
        context.runOnContext(ignored -> {
            isDraining = true;
            endDraining();
            vertx.setTimer(Math.max(1, grace.toMillis()), id -> handBack());
        });
        return drained.future();
    }

    private void handBack() {
        if (drained.future().isComplete()) {
            return;
        }
        handedBack = Math.max(handedBack, running.size());
        LOG.info("handing {} running jobs back", running.size());
        runningNow().forEach(job -> job.stop(StopReason.SHUTDOWN));
        vertx.setTimer(LETTING_GO.toMillis(), id -> {
            List<Future<?>> released = new ArrayList<>();
            runningNow().forEach(job -> released.add(settle(job, new JobOutcome.Stopped())));
            Future.join(released).onComplete(done -> {
                hasTakenBack = true;
                endDraining();
            });
        });
    }

    /** A claim under way is waited for: it would come to a store that is closed. */
    private void endDraining() {
        if (isDraining && !isClaiming && (running.isEmpty() || hasTakenBack)) {
            drained.tryComplete(handedBack);
        }
    }

    @Override
    public Future<?> stop() {
        return drain(Duration.ZERO);
    }
}
