package dev.sotto.job.port;

import dev.sotto.job.Job;
import java.time.Instant;
import java.util.List;

/** The store as its caretaker sees it. Every method blocks on the disk and throws {@link StoreException}. Thread-safe. */
public interface JobMaintenance {
    /**
     * Takes jobs from workers whose lease has ended, and ends waiting jobs that have expired; the jobs as they are now.
     *
     * @param worker of this process: it lives, so the end of its own lease counts against no job
     */
    List<Job> sweep(String worker, int limit);

    /**
     * Forgets ended jobs whose time is over, and what else is no longer kept; nothing for a day after a start at which the clock
     * was far ahead of what the store had seen. The jobs that were; their audio is the caller's to remove.
     *
     * @param wall what the machine's clock says now: nothing is forgotten whose time is not over by that one too
     */
    List<Job> purge(int limit, Instant wall);

    /** Whether this input belongs to a job that may yet run, be it after a retry: a sweep of stored audio keeps what does. */
    boolean isUsed(String input);

    JobCounts counts();
}
