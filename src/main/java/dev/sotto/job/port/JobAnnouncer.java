package dev.sotto.job.port;

import dev.sotto.job.Job;
import java.util.Optional;
import java.util.Set;

/**
 * Says what an endpoint hears of an ended job. Called inside the transaction that ends the job, on the store's own
 * thread: must be quick and must not call the store.
 */
public interface JobAnnouncer {
    /** Tells nobody anything. */
    JobAnnouncer SILENT = (job, outcome, audience) -> Optional.empty();

    Optional<Announcement> announce(Job job, Outcome outcome, Audience audience);

    /**
     * What was asked for and what came of it; both as stored, and opaque here.
     *
     * @param request what was to be done
     * @param result empty for a job that has not succeeded
     */
    record Outcome(String request, Optional<String> result) {}

    /**
     * Whom a message is for, and what it was registered to hear.
     *
     * @param endpoint as the job names it; opaque here
     * @param events codes of the events that it wants; empty if nothing is known of it
     * @param isResultWanted whether the result is to travel along
     * @param body name of the shape in which it wants to be told
     */
    record Audience(String endpoint, Set<String> events, boolean isResultWanted, String body) {
        public Audience {
            events = Set.copyOf(events);
        }
    }

    /** The payload is the exact text to be sent, the same at every attempt. */
    record Announcement(String eventType, String payload) {}
}
