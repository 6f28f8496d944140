package dev.sotto.service;

import dev.sotto.bus.Addresses;
import dev.sotto.bus.JobNews;
import dev.sotto.job.JobId;
import dev.sotto.job.JobState;
import dev.sotto.job.Progress;
import dev.sotto.transcript.Segment;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Hands the news of jobs to those who wait for them, and remembers how far the running ones are. One event loop's. One
 * listener on the bus serves all, so a waiting caller costs an entry in a map.
 */
public final class JobWatch {
    private final Map<JobId, Live> live = new HashMap<>();
    private final Map<JobId, Set<Consumer<JobNews>>> watchers = new HashMap<>();
    private final JobDurations durations = new JobDurations();

    /** A running job as its events describe it. */
    public static final class Live {
        private final long startedNanos = System.nanoTime();
        private final List<Segment> segments;
        private Progress progress;
        private double speed;

        Live(JobNews.Started started) {
            this.segments = new ArrayList<>(started.segments());
            this.progress = started.job().progress();
        }

        /** Final ones, from the beginning of the recording. */
        public List<Segment> segments() {
            return Collections.unmodifiableList(segments);
        }

        public Progress progress() {
            return progress;
        }

        /** Seconds until it ends, by its own speed; empty while that is not known. */
        public Optional<Double> secondsLeft() {
            double left = progress.secondsTotal() - progress.secondsDone();
            return speed > 0 ? Optional.of(Math.max(0, left) / speed) : Optional.empty();
        }
    }

    /** Must be done before the first job is submitted. */
    public Future<Void> start(Vertx vertx) {
        return vertx.eventBus()
                .<JobNews>localConsumer(Addresses.JOB_NEWS, message -> take(message.body()))
                .completion();
    }

    private void take(JobNews news) {
        if (news instanceof JobNews.Started started) {
            live.put(started.id(), new Live(started));
        } else if (news instanceof JobNews.StateChanged changed) {
            stateChanged(changed);
        } else {
            Live job = live.get(news.id());
            if (job != null) {
                update(job, news);
            }
        }
        for (Consumer<JobNews> watcher : List.copyOf(watchers.getOrDefault(news.id(), Set.of()))) {
            watcher.accept(news);
        }
    }

    private static void update(Live job, JobNews news) {
        if (news instanceof JobNews.Progressed progressed) {
            job.progress = progressed.progress();
            job.speed = progressed.speed();
        } else if (news instanceof JobNews.SegmentReady ready) {
            job.segments.add(ready.segment());
        }
    }

    private void stateChanged(JobNews.StateChanged changed) {
        Live job = live.remove(changed.id());
        if (job != null && changed.job().state() == JobState.SUCCEEDED) {
            durations.add((System.nanoTime() - job.startedNanos) / 1e9);
        }
    }

    /** How many jobs run, of all owners. */
    public int running() {
        return live.size();
    }

    public Optional<Live> live(JobId id) {
        return Optional.ofNullable(live.get(id));
    }

    /** Seconds that a job of late usually took; empty before the first. */
    public Optional<Double> usualJobSeconds() {
        return durations.median();
    }

    /** From now on; the returned action ends it, and may be run twice. */
    public Runnable watch(JobId id, Consumer<JobNews> watcher) {
        watchers.computeIfAbsent(id, first -> new LinkedHashSet<>()).add(watcher);
        return () -> {
            Set<Consumer<JobNews>> all = watchers.get(id);
            if (all != null && all.remove(watcher) && all.isEmpty()) {
                watchers.remove(id);
            }
        };
    }
}
