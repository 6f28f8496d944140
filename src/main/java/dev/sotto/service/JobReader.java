package dev.sotto.service;

import dev.sotto.bus.StoreCalls;
import dev.sotto.config.ServerConfig;
import dev.sotto.fault.FaultException;
import dev.sotto.format.stored.RequestSummary;
import dev.sotto.format.stored.StoredRequest;
import dev.sotto.format.stored.StoredTranscript;
import dev.sotto.job.Job;
import dev.sotto.job.JobId;
import dev.sotto.job.JobState;
import dev.sotto.job.port.JobCounts;
import dev.sotto.job.port.JobFilter;
import dev.sotto.job.port.JobQuery;
import dev.sotto.job.port.TenantJobs;
import dev.sotto.transcript.Segment;
import dev.sotto.transcript.Transcript;
import dev.sotto.transcript.WorkClass;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What owners see of their jobs. Another's job is one that does not exist: {@code JOB_NOT_FOUND}. Futures fail with {@link
 * FaultException} or {@link dev.sotto.job.port.StoreException}. Belongs to one event loop.
 */
public final class JobReader {
    /** Jobs that a page has at most. */
    public static final int PAGE_MAX = JobQuery.LIMIT_MAX - 1;

    private final TenantJobs jobs;
    private final Supplier<JobCounts> counts;
    private final InstantSource clock;
    private final JobWatch watch;
    private final ServerConfig.Transcription places;
    private final StoreCalls store;
    private final StoreCalls promised;

    JobReader(Vertx vertx, JobAccess jobs, JobWatch watch, ServerConfig.Transcription places) {
        this.jobs = jobs.tenantJobs();
        this.counts = jobs.counts();
        this.clock = jobs.clock();
        this.watch = watch;
        this.places = places;
        this.store = StoreCalls.of(vertx);
        this.promised = StoreCalls.ofPromised(vertx);
    }

    /** A job as the store has it, with its finished segments. */
    public record Snapshot(Job job, List<Segment> segments) {}

    /**
     * The id that a caller names.
     *
     * @throws FaultException with {@code JOB_NOT_FOUND} for a text that is none
     */
    public static JobId id(String text) {
        try {
            return new JobId(text);
        } catch (IllegalArgumentException e) {
            throw new FaultException(Faults.unknownJob(text));
        }
    }

    public Future<Job> find(Caller caller, JobId id) {
        return store.ask(() -> found(caller, id));
    }

    /** The surface that took the job, such as {@code openai}. */
    public Future<String> origin(Caller caller, JobId id) {
        return find(caller, id).map(job -> RequestSummary.read(job.summary()).origin());
    }

    private Job found(Caller caller, JobId id) {
        return jobs.find(caller.name(), id).orElseThrow(() -> new FaultException(Faults.unknownJob(id.value())));
    }

    /** Jobs, newest first. Blocks. */
    Page<Job> page(Caller caller, JobFilter filter, PageRequest page) {
        Optional<JobId> after = page.after().map(JobReader::cursor);
        after.filter(last -> jobs.find(caller.name(), last).isEmpty()).ifPresent(last -> {
            throw new FaultException(Faults.unknownCursor(last.value()));
        });
        JobQuery query = new JobQuery(caller.name(), filter, after, page.limitOfStore());
        return Page.of(jobs.list(query), page.limit());
    }

    private static JobId cursor(String text) {
        try {
            return new JobId(text);
        } catch (IllegalArgumentException e) {
            throw new FaultException(Faults.unknownCursor(text));
        }
    }

    /**
     * A job with all that is stored of it.
     *
     * @param transcript present exactly if the job has succeeded
     */
    public record Details(Job job, StoredRequest request, Optional<Transcript> transcript) {}

    /**
     * A job, whatever its state.
     *
     * @param document of it; called on a thread that may take its time
     */
    public <T> Future<T> details(Caller caller, JobId id, Function<Details, T> document) {
        return store.ask(() -> {
            Job job = found(caller, id);
            Optional<String> result = jobs.result(caller.name(), id);
            // It may have ended between the two: then it has its result, and the older state would say otherwise.
            Job now = result.isPresent() && job.state() != JobState.SUCCEEDED ? found(caller, id) : job;
            return document.apply(new Details(now, request(now), result.map(StoredTranscript::read)));
        });
    }

    /**
     * The newest jobs, without their transcripts.
     *
     * @param states empty means all
     * @param document of one job; called on a thread that may take its time
     */
    public <T> Future<List<T>> newest(Caller caller, Set<JobState> states, Function<Details, T> document) {
        return store.ask(
                () -> jobs.list(new JobQuery(caller.name(), states, Optional.empty(), JobQuery.LIMIT_MAX)).stream()
                        .map(job -> document.apply(new Details(job, request(job), Optional.empty())))
                        .toList());
    }

    /** Of a request that this version cannot read nothing is known. Blocks. */
    private StoredRequest request(Job job) {
        try {
            return jobs.request(job.tenant(), job.id()).map(StoredRequest::read).orElse(StoredRequest.UNKNOWN);
        } catch (IllegalArgumentException e) {
            return StoredRequest.UNKNOWN;
        }
    }

    /** By the clock that the times of jobs are of. */
    public Instant now() {
        return clock.instant();
    }

    /** How many jobs of all owners run, and how many wait. */
    public record QueueLength(int running, int waiting) {}

    /** Of the whole server: it tells nobody of anybody's jobs. */
    public Future<QueueLength> queueLength() {
        return store.ask(() -> {
            JobCounts now = counts.get();
            return new QueueLength(
                    now.interactive().running() + now.bulk().running(),
                    now.due() + now.interactive().delayed() + now.bulk().delayed());
        });
    }

    /** The job that a submission with this idempotency key made; {@code JOB_NOT_FOUND} if none is known. */
    public Future<Job> findByKey(Caller caller, String key) {
        return store.ask(
                () -> jobs.findByKey(caller.name(), key).orElseThrow(() -> new FaultException(Faults.unknownJob(key))));
    }

    /** For whoever listens to the job's news from now on and needs what was before. */
    public Future<Snapshot> snapshot(Caller caller, JobId id) {
        return store.ask(() -> new Snapshot(found(caller, id), segments(caller, id)));
    }

    /** The finished windows of its checkpoints, in order. Blocks. */
    private List<Segment> segments(Caller caller, JobId id) {
        List<Segment> segments = new ArrayList<>();
        jobs.checkpoints(caller.name(), id, 0)
                .forEach(checkpoint -> segments.addAll(StoredTranscript.readSegments(checkpoint.part())));
        return segments;
    }

    /** How far it is, by the store and by its news. */
    public Future<JobView> view(Caller caller, JobId id) {
        record Stored(Job job, OptionalInt ahead, List<Segment> segments) {}
        boolean isLive = watch.live(id).isPresent();
        return store.ask(() -> new Stored(
                        found(caller, id), jobs.ahead(caller.name(), id), isLive ? List.of() : segments(caller, id)))
                .map(stored -> {
                    Optional<JobWatch.Live> live = watch.live(id);
                    return new JobView(
                            stored.job(),
                            live,
                            live.map(JobWatch.Live::segments).orElse(stored.segments()),
                            stored.ahead(),
                            secondsLeft(stored.job(), live, stored.ahead()));
                });
    }

    private Optional<Double> secondsLeft(Job job, Optional<JobWatch.Live> live, OptionalInt ahead) {
        if (ahead.isEmpty()) {
            return live.flatMap(JobWatch.Live::secondsLeft);
        }
        int atOnce = job.workClass() == WorkClass.INTERACTIVE ? places.interactiveRunningMax() : places.runningMax();
        return watch.usualJobSeconds().map(usual -> usual * (ahead.getAsInt() / atOnce + 1));
    }

    /**
     * What the job found; {@code NO_RESULT} unless it has succeeded.
     *
     * @param document of it; called on a thread that may take its time
     */
    public <T> Future<T> result(Caller caller, JobId id, Function<JobTranscript, T> document) {
        return store.ask(() -> {
            Job job = found(caller, id);
            String text = jobs.result(caller.name(), id).orElseThrow(() -> new FaultException(Faults.noResult(job)));
            return document.apply(read(job, text));
        });
    }

    /**
     * As above, for a caller who has waited for the end: never refused for want of a thread, and a job that found nothing
     * fails with its own fault.
     */
    <T> Future<T> resultOfEnded(Caller caller, Job ended, Function<JobTranscript, T> document) {
        return promised.ask(() -> {
            if (ended.state() != JobState.SUCCEEDED) {
                throw Faults.ofEnded(ended);
            }
            String text = jobs.result(caller.name(), ended.id())
                    .orElseThrow(() ->
                            new FaultException(Faults.unknownJob(ended.id().value())));
            return document.apply(read(ended, text));
        });
    }

    private JobTranscript read(Job job, String text) {
        String request = jobs.request(job.tenant(), job.id())
                .orElseThrow(() -> new FaultException(Faults.unknownJob(job.id().value())));
        return new JobTranscript(StoredRequest.read(request), StoredTranscript.read(text));
    }
}
