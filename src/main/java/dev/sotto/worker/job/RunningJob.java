package dev.sotto.worker.job;

import dev.sotto.bus.JobNews;
import dev.sotto.job.Job;
import dev.sotto.job.JobId;
import dev.sotto.job.Lease;
import dev.sotto.job.Progress;
import dev.sotto.job.port.Claim;
import dev.sotto.transcript.Cancellation;
import dev.sotto.transcript.PartialTranscript;
import dev.sotto.transcript.RecordingStage;
import dev.sotto.transcript.ResumePoint;
import dev.sotto.transcript.Segment;
import dev.sotto.transcript.TranscriptionListener;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One attempt at one job, as its supervisor and its worker share it. Thread-safe. */
final class RunningJob implements JobControl, TranscriptionListener {
    private final Job job;
    private final Lease lease;
    private final String request;
    private final Optional<PartialTranscript> finished;
    private final CheckpointBuffer checkpoints;
    private final Object writing = new Object();
    private final Consumer<JobNews> news;
    private final Runnable checkpointWaits;
    private final Cancellation cancellation = new Cancellation();
    private final AtomicBoolean isRenewing = new AtomicBoolean();
    private final AtomicBoolean isWriterCalled = new AtomicBoolean();
    private final AtomicReference<@Nullable StopReason> stop = new AtomicReference<>();
    private final double secondsBefore;
    private final AtomicInteger heard;
    private volatile Progress progress;
    private volatile int channels = 1; // until it hears of more
    private volatile long stoppedNanos;
    private volatile boolean isEnding;
    private volatile boolean isGivenUp;
    private volatile long startedNanos = System.nanoTime();
    private volatile long progressedNanos = startedNanos;
    private volatile long renewedNanos = startedNanos;

    /**
     * An attempt that begins.
     *
     * @param toWriter called when a checkpoint waits, on the worker's thread
     */
    RunningJob(
            Claim claim, Optional<PartialTranscript> finished, Consumer<JobNews> news, Consumer<RunningJob> toWriter) {
        this.job = claim.job();
        this.lease = claim.lease();
        this.request = claim.request();
        this.finished = finished;
        this.heard = new AtomicInteger(
                finished.map(PartialTranscript::segments).map(List::size).orElse(0));
        this.checkpoints = new CheckpointBuffer(claim.checkpoints().size());
        this.news = news;
        this.checkpointWaits = () -> toWriter.accept(this);
        this.progress = claim.job().progress();
        this.secondsBefore = progress.secondsDone();
    }

    Job job() {
        return job;
    }

    JobId id() {
        return job.id();
    }

    Lease lease() {
        return lease;
    }

    /** Held while its checkpoints are written; nobody who works takes it. */
    Object writing() {
        return writing;
    }

    CheckpointBuffer checkpoints() {
        return checkpoints;
    }

    Progress progress() {
        return progress;
    }

    /** How often its recording is worked through. */
    int channels() {
        return channels;
    }

    /** Tells the work to stop; the first reason stands, but for the loss of the lease, which overrules all. */
    void stop(StopReason reason) {
        if (reason == StopReason.LOST) {
            stop.set(reason);
        } else {
            stop.compareAndSet(null, reason);
        }
        if (!cancellation.isRequested()) {
            stoppedNanos = System.nanoTime();
            cancellation.request();
        }
    }

    /** Whether it was asked to stop so long ago and has not. */
    boolean hangs(Duration lettingGo) {
        return !isEnding && cancellation.isRequested() && System.nanoTime() - stoppedNanos > lettingGo.toNanos();
    }

    /** Its work is over; what is left is to write down what came of it. */
    void ends() {
        isEnding = true;
    }

    /** The job goes on without it. */
    void giveUp() {
        isGivenUp = true;
    }

    boolean isGivenUp() {
        return isGivenUp;
    }

    Optional<StopReason> stopReason() {
        return Optional.ofNullable(stop.get());
    }

    /** @param askedNanos when the store was asked: the lease ends no earlier than counted from then */
    void renewed(long askedNanos) {
        renewedNanos = askedNanos;
    }

    /** Whether none is under way; the caller then does one. */
    boolean beginsRenewal() {
        return isRenewing.compareAndSet(false, true);
    }

    void endsRenewal() {
        isRenewing.set(false);
    }

    Duration sinceRenewal() {
        return Duration.ofNanos(System.nanoTime() - renewedNanos);
    }

    Duration sinceProgress() {
        return Duration.ofNanos(System.nanoTime() - progressedNanos);
    }

    /** Without the time that it waited for a place. */
    Duration sinceStart() {
        return Duration.ofNanos(System.nanoTime() - startedNanos);
    }

    @Override
    public Cancellation cancellation() {
        return cancellation;
    }

    @Override
    public String request() {
        return request;
    }

    @Override
    public Optional<PartialTranscript> finishedBefore() {
        return finished;
    }

    @Override
    public TranscriptionListener listener() {
        return this;
    }

    @Override
    public void progress(double secondsDone, double secondsTotal) {
        Progress next = new Progress(secondsDone, secondsTotal);
        if (!next.equals(progress)) {
            progress = next;
            progressedNanos = System.nanoTime();
            news.accept(new JobNews.Progressed(job.id(), next, speed(next)));
        }
    }

    @Override
    public void channels(int count) {
        channels = count;
    }

    @Override
    public void works() {
        progressedNanos = System.nanoTime();
    }

    @Override
    public void waiting() {
        long now = System.nanoTime();
        startedNanos = now;
        progressedNanos = now;
    }

    private double speed(Progress next) {
        double seconds = (double) (progressedNanos - startedNanos) / TimeUnit.SECONDS.toNanos(1);
        return seconds > 0 ? Math.max(0, next.secondsDone() - secondsBefore) / seconds : 0;
    }

    @Override
    public void segment(Segment segment) {
        checkpoints.heard(segment);
        news.accept(new JobNews.SegmentReady(job.id(), segment, heard.getAndIncrement()));
    }

    @Override
    public void stage(RecordingStage stage, Duration took) {
        news.accept(new JobNews.StageEnded(job.id(), stage, took));
    }

    @Override
    public void finished(ResumePoint point) {
        checkpoints.reached(point, progress);
        if (isWriterCalled.compareAndSet(false, true)) {
            checkpointWaits.run();
        }
    }

    /** The writer looks at the line now: who comes later calls it again. */
    void writerLooks() {
        isWriterCalled.set(false);
    }
}
