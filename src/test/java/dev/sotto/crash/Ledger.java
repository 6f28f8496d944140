package dev.sotto.crash;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What clients were told by servers that may have died since. Thread-safe. */
final class Ledger {
    private final Map<String, Job> jobs = new ConcurrentHashMap<>(); // by key
    private final Map<String, Webhook> webhooks = new ConcurrentHashMap<>(); // by registration

    /** A job that was acknowledged. */
    record Job(String id, Kind kind) {}

    /**
     * A webhook that was asked for.
     *
     * @param isOwed whether that was acknowledged; else it may be there or not
     */
    record Webhook(Job job, boolean isOwed) {}

    void acknowledged(String key, Job job) {
        jobs.put(key, job);
    }

    boolean knows(String key) {
        return jobs.containsKey(key);
    }

    List<Job> jobs() {
        return List.copyOf(jobs.values());
    }

    void asked(String registration, Job job) {
        webhooks.put(registration, new Webhook(job, false));
    }

    void owed(String registration, Job job) {
        webhooks.put(registration, new Webhook(job, true));
    }

    Map<String, Webhook> webhooks() {
        return Map.copyOf(webhooks);
    }
}
