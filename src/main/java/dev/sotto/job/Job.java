package dev.sotto.job;

import dev.sotto.transcript.WorkClass;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * One unit of work at one moment, as the store holds it. Times are whole milliseconds.
 *
 * @param work what it needs next
 * @param workClass how soon it is wanted
 * @param input see {@link JobSpec}
 * @param summary see {@link JobSpec}; the request itself is read alone, for one job at a time
 * @param dueAt the earliest claim while it waits; the last one while it runs
 * @param turn its place in line, see {@link FairShare#start}
 * @param cancelRequested its owner said stop while it ran; it ends as cancelled, whatever its worker brings
 * @param expiresAt see {@link JobSpec}
 * @param retention see {@link JobSpec}
 * @param lease held while running, and only then
 * @param startedAt of the latest attempt; empty before the first
 * @param endedAt set in a final state, and only then
 * @param purgeAt when it is forgotten; set in a final state, and only then
 * @param failure of the latest attempt that failed; on an ended job, why it did not succeed
 */
public record Job(
        JobId id,
        String tenant,
        WorkKind work,
        WorkClass workClass,
        JobState state,
        int priority,
        String input,
        String summary,
        Tries tries,
        Progress progress,
        boolean cancelRequested,
        Instant createdAt,
        Instant dueAt,
        double turn,
        Optional<Instant> expiresAt,
        Duration retention,
        Optional<Lease> lease,
        Optional<Instant> startedAt,
        Optional<Instant> endedAt,
        Optional<Instant> purgeAt,
        Optional<JobFailure> failure) {
    /** A copy to change. */
    JobDraft draft() {
        return new JobDraft(this);
    }
}
