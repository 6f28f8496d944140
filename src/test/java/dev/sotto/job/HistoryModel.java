package dev.sotto.job;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a store should hold after a history of calls, kept by counters and plain ifs: on purpose not by the rules under
 * test. It knows nothing of turns and jitter, which it takes from the store's answers.
 */
final class HistoryModel {
    /** One job as it should be. */
    static final class Entry {
        JobState state = JobState.QUEUED;
        long fence;
        int failures;
        int losses;
        int windows;
        int ends;
        boolean isStopping;
        boolean hasBegun;
        String result = "";
        Instant dueAt = Instant.EPOCH;
        Instant expiresAt = Instant.MAX;
        Instant leaseUntil = Instant.MAX;

        void end(JobState end) {
            state = end;
            ends++;
        }

        boolean isHeldBy(long lease) {
            return state == JobState.RUNNING && fence == lease;
        }

        boolean isDueLongerThan(Duration wait, Instant now) {
            return state == JobState.QUEUED && !dueAt.plus(wait).isAfter(now);
        }

        boolean isClaimable(Instant now) {
            return state == JobState.QUEUED && !dueAt.isAfter(now) && (hasBegun || expiresAt.isAfter(now));
        }
    }

    final Map<JobId, Entry> jobs = new LinkedHashMap<>();
    private final int failuresMax;
    private final int lossesMax;

    HistoryModel(int failuresMax, int lossesMax) {
        this.failuresMax = failuresMax;
        this.lossesMax = lossesMax;
    }

    Entry submitted(JobId id, Instant dueAt, Instant expiresAt) {
        Entry entry = new Entry();
        entry.dueAt = dueAt;
        entry.expiresAt = expiresAt;
        if (jobs.put(id, entry) != null) {
            throw new AssertionError("id given twice: " + id);
        }
        return entry;
    }

    /** Whether this very job may be claimed beside what runs. */
    boolean isClaimable(JobId id, Instant now) {
        Entry entry = jobs.get(id);
        boolean isIdle = jobs.values().stream().noneMatch(job -> job.state == JobState.RUNNING);
        boolean suspectRuns =
                jobs.values().stream().anyMatch(job -> job.state == JobState.RUNNING && job.losses >= lossesMax);
        boolean suspectIsOverdue = jobs.values().stream()
                .anyMatch(job -> job.losses >= lossesMax && job.isDueLongerThan(JobPolicy.SUSPECT_WAIT_MAX, now));
        boolean mayRun = entry.losses >= lossesMax ? isIdle : !suspectRuns && !suspectIsOverdue;
        return entry.isClaimable(now) && mayRun;
    }

    void claimed(JobId id, Instant now, Duration lease) {
        Entry entry = jobs.get(id);
        if (!isClaimable(id, now)) {
            throw new AssertionError("claimed but should not be: " + id);
        }
        entry.state = JobState.RUNNING;
        entry.hasBegun = true;
        entry.fence++;
        entry.leaseUntil = now.plus(lease);
    }

    /** A worker reports something; false if it should be refused. */
    boolean checkpointed(JobId id, long fence, Instant now, Duration lease) {
        Entry entry = jobs.get(id);
        if (!entry.isHeldBy(fence)) {
            return false;
        }
        entry.windows++;
        entry.failures = 0;
        entry.losses = 0;
        entry.leaseUntil = now.plus(lease);
        return true;
    }

    boolean succeeded(JobId id, long fence, String result) {
        Entry entry = jobs.get(id);
        if (!entry.isHeldBy(fence)) {
            return false;
        }
        if (entry.isStopping) {
            entry.end(JobState.CANCELLED);
        } else {
            entry.end(JobState.SUCCEEDED);
            entry.result = result;
        }
        return true;
    }

    boolean failed(JobId id, long fence, boolean isFinal) {
        Entry entry = jobs.get(id);
        if (!entry.isHeldBy(fence)) {
            return false;
        }
        if (entry.isStopping) {
            entry.end(JobState.CANCELLED);
        } else if (isFinal) {
            entry.end(JobState.FAILED);
        } else if (++entry.failures >= failuresMax) {
            entry.end(JobState.DEAD);
        } else {
            entry.state = JobState.QUEUED;
        }
        return true;
    }

    boolean released(JobId id, long fence) {
        Entry entry = jobs.get(id);
        if (!entry.isHeldBy(fence)) {
            return false;
        }
        if (entry.isStopping) {
            entry.end(JobState.CANCELLED);
        } else {
            entry.state = JobState.QUEUED;
        }
        return true;
    }

    /** False if the job has ended. */
    boolean cancelled(JobId id) {
        Entry entry = jobs.get(id);
        switch (entry.state) {
            case QUEUED -> entry.end(JobState.CANCELLED);
            case RUNNING -> entry.isStopping = true;
            default -> {
                return false;
            }
        }
        return true;
    }

    boolean retried(JobId id) {
        Entry entry = jobs.get(id);
        if (entry.state != JobState.FAILED && entry.state != JobState.DEAD) {
            return false;
        }
        entry.state = JobState.QUEUED;
        entry.failures = 0;
        entry.losses = 0;
        entry.isStopping = false;
        entry.expiresAt = Instant.MAX;
        return true;
    }

    void swept(Instant now) {
        for (Entry entry : jobs.values()) {
            if (entry.state == JobState.RUNNING && !entry.leaseUntil.isAfter(now)) {
                if (entry.isStopping) {
                    entry.end(JobState.CANCELLED);
                } else {
                    entry.state = JobState.QUEUED;
                }
            } else if (entry.state == JobState.QUEUED && !entry.hasBegun && !entry.expiresAt.isAfter(now)) {
                entry.end(JobState.FAILED);
            }
        }
    }

    void restarted() {
        jobs.values().stream().filter(entry -> entry.state == JobState.RUNNING).forEach(this::lost);
    }

    private void lost(Entry entry) {
        if (entry.isStopping) {
            entry.end(JobState.CANCELLED);
        } else if (entry.losses++ >= lossesMax) {
            entry.end(JobState.DEAD);
        } else {
            entry.state = JobState.QUEUED;
        }
    }
}
