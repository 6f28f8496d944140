package dev.sotto.metrics;

import dev.sotto.bus.JobNews;
import dev.sotto.fault.FaultCode;
import dev.sotto.format.stored.RequestSummary;
import dev.sotto.format.stored.StoredRequest;
import dev.sotto.job.Job;
import dev.sotto.job.JobFailure;
import dev.sotto.job.JobState;
import dev.sotto.job.port.JobCounts;
import dev.sotto.transcript.WorkClass;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Set;
import java.util.function.ToIntFunction;

/** Counts the queue and how jobs end. Thread-safe. No label names a key, a job or a file. */
public final class JobMeters {
    private static final Set<FaultCode> MEDIA = Set.of(
            FaultCode.EMPTY_FILE,
            FaultCode.INVALID_MEDIA,
            FaultCode.NO_AUDIO_STREAM,
            FaultCode.MEDIA_LIMIT_EXCEEDED,
            FaultCode.MEDIA_TOOL_FAILED);

    private final MeterRegistry registry;
    private final Timer waits;
    private final Timer runs;
    private final Counter audioSeconds;
    private final DistributionSummary realTimeFactors;
    private final DistributionSummary speeds;
    private volatile JobCounts counts = JobCounts.NONE;

    JobMeters(MeterRegistry registry) {
        this.registry = registry;
        this.waits = Timer.builder("sotto.job.wait")
                .description("From the submission of a job to its first attempt")
                .register(registry);
        this.runs = Timer.builder("sotto.job.run")
                .description("The last attempt of a job that succeeded")
                .register(registry);
        this.audioSeconds = Counter.builder("sotto.audio.seconds")
                .description("Audio of jobs that succeeded; its rate is the throughput of the server")
                .register(registry);
        this.realTimeFactors = DistributionSummary.builder("sotto.job.real.time.factor")
                .description(
                        "Time of the last attempt divided by the length of the audio; below 1 is faster than real time")
                .register(registry);
        this.speeds = DistributionSummary.builder("sotto.job.speed")
                .description("Seconds of audio that the last attempt transcribed a second")
                .serviceLevelObjectives(1, 2, 5, 10, 20, 50, 100, 200, 500) // whole ones: others are counted wrong
                .register(registry);
        for (WorkClass workClass : WorkClass.values()) {
            queue("due", workClass, JobCounts.OfClass::due);
            queue("delayed", workClass, JobCounts.OfClass::delayed);
            queue("running", workClass, JobCounts.OfClass::running);
            Gauge.builder(
                            "sotto.queue.oldest.age",
                            () -> counts.of(workClass).oldestDue().toMillis() / 1000.0)
                    .tag("class", workClass.wireName())
                    .baseUnit("seconds")
                    .description("How long the oldest job that is due has waited")
                    .register(registry);
            Gauge.builder("sotto.queue.audio", () -> counts.of(workClass).audioSeconds())
                    .tag("class", workClass.wireName())
                    .baseUnit("seconds")
                    .description("Audio of jobs that have not ended and that is not transcribed yet")
                    .register(registry);
        }
    }

    private void queue(String state, WorkClass workClass, ToIntFunction<JobCounts.OfClass> count) {
        Gauge.builder("sotto.queue.jobs", () -> count.applyAsInt(counts.of(workClass)))
                .tag("state", state)
                .tag("class", workClass.wireName())
                .description("Jobs that have not ended")
                .register(registry);
    }

    /** Sets the queue as the store counts it; called every few seconds. */
    public void counted(JobCounts now) {
        counts = now;
    }

    /** Counts an event of a job. */
    public void record(JobNews news) {
        if (news instanceof JobNews.Started started && isFirstAttempt(started.job())) {
            started.job()
                    .startedAt()
                    .ifPresent(at -> record(waits, started.job().createdAt(), at));
        }
        if (news instanceof JobNews.StateChanged changed) {
            stateChanged(changed.job());
        }
        if (news instanceof JobNews.StageEnded ended) {
            Timer.builder("sotto.job.stage")
                    .tag("stage", ended.stage().wireName())
                    .description("Parts of the work on one recording")
                    .register(registry)
                    .record(ended.took());
        }
    }

    private static boolean isFirstAttempt(Job job) {
        return job.tries().attempt() == 1
                && job.failure().isEmpty()
                && job.progress().secondsDone() == 0;
    }

    /** Its recording has been fetched and it waits for an engine: this is no retry. */
    private static boolean isAdvanced(Job job) {
        return job.failure().isEmpty() && job.tries().attempt() > 0;
    }

    private void stateChanged(Job job) {
        String code = job.failure().map(JobFailure::code).map(JobMeters::label).orElse("none");
        if (!job.state().isFinal()) {
            if (!isAdvanced(job)) {
                registry.counter("sotto.job.retries", "reason", code).increment();
            }
            return;
        }
        registry.counter("sotto.jobs", "outcome", job.state().wireName(), "error_code", code, "surface", surface(job))
                .increment();
        job.failure().map(JobFailure::code).filter(MEDIA::contains).ifPresent(media -> registry.counter(
                        "sotto.media.failures", "code", label(media))
                .increment());
        if (job.state() == JobState.SUCCEEDED
                && job.startedAt().isPresent()
                && job.endedAt().isPresent()) {
            succeeded(job, job.startedAt().get(), job.endedAt().get());
        }
    }

    /** One of a closed list: the name of the surface that took the request, as that surface wrote it. */
    private static String surface(Job job) {
        try {
            return RequestSummary.read(job.summary()).origin();
        } catch (IllegalArgumentException e) {
            return StoredRequest.UNKNOWN_ORIGIN;
        }
    }

    private void succeeded(Job job, Instant start, Instant end) {
        record(runs, start, end);
        double audio = job.progress().secondsDone();
        audioSeconds.increment(audio);
        double seconds = Duration.between(start, end).toMillis() / 1000.0;
        if (audio > 0 && seconds > 0) {
            realTimeFactors.record(seconds / audio);
            speeds.record(audio / seconds);
        }
    }

    /** Clocks may be set back between two of a job's times. */
    private static void record(Timer timer, Instant from, Instant to) {
        Duration between = Duration.between(from, to);
        timer.record(between.isNegative() ? Duration.ZERO : between);
    }

    private static String label(FaultCode code) {
        return code.name().toLowerCase(Locale.ROOT);
    }
}
