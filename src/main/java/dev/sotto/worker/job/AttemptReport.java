package dev.sotto.worker.job;

import dev.sotto.job.Job;
import dev.sotto.job.JobFailure;
import dev.sotto.job.JobState;
import java.time.Duration;
import java.util.Locale;

/** What came of an attempt, as one line of the log says it: ids, codes and numbers, nothing of the recording. */
final class AttemptReport {
    private AttemptReport() {}

    /** @param after the job as its attempt left it */
    static String of(Job after) {
        return "job %s %s, attempt %d"
                .formatted(after.id(), end(after), after.tries().attempt());
    }

    private static String end(Job after) {
        return switch (after.state()) {
            case SUCCEEDED ->
                "succeeded: %s of audio in %s"
                        .formatted(seconds(after.progress().secondsTotal()), seconds(secondsOfAttempt(after)));
            case QUEUED -> "waits for " + after.work().wireName() + reason(after);
            default -> after.state().wireName() + reason(after);
        };
    }

    private static String reason(Job after) {
        return after.failure()
                .filter(failure -> hasFailed(after))
                .map(JobFailure::code)
                .map(code -> ": " + code.wireName())
                .orElse("");
    }

    /** Not so of a cancelled job, nor of one that has got further since its failure. */
    private static boolean hasFailed(Job after) {
        return after.state() == JobState.QUEUED
                ? after.tries().failures() + after.tries().losses() > 0
                : after.state() != JobState.CANCELLED;
    }

    private static double secondsOfAttempt(Job after) {
        return after.startedAt()
                        .flatMap(start -> after.endedAt().map(end -> Duration.between(start, end)))
                        .orElse(Duration.ZERO)
                        .toMillis()
                / 1000.0;
    }

    private static String seconds(double seconds) {
        return String.format(Locale.ROOT, "%.1f s", seconds);
    }
}
