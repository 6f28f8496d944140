package dev.sotto.job;

import dev.sotto.transcript.WorkClass;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What is submitted. Only {@code work}, {@code workClass}, {@code input} and {@code costSeconds} ever change, when a job advances.
 *
 * @param workClass decided by the server; each has a line and places of its own
 * @param input where its audio is: a key of the blob store, or a URL while it must be fetched
 * @param request what is to be done with it; opaque here, at most {@value #REQUEST_CHARS_MAX} characters
 * @param summary what lists show of the request; opaque here, at most {@value #SUMMARY_CHARS_MAX} characters
 * @param priority 0 (first) to 9; orders the jobs of one tenant in its class
 * @param costSeconds of audio, as well as it is known; decides the tenant's place in line
 * @param notBefore empty means at once
 * @param expiresAt a job that no worker has begun by then fails; empty means never
 * @param retention how long a succeeded job is kept
 * @param endpoints that receive a webhook when it ends; opaque here
 * @param coalesceKey names the content of the work: jobs of one tenant with the same key are identical; empty if it joins
 *     none and is joined by none
 * @param reuse which of them may stand for this one
 * @param clips small recordings that its request names by their digests
 */
public record JobSpec(
        Tenant tenant,
        WorkKind work,
        WorkClass workClass,
        String input,
        String request,
        String summary,
        int priority,
        double costSeconds,
        Optional<Instant> notBefore,
        Optional<Instant> expiresAt,
        Duration retention,
        List<String> endpoints,
        Optional<Idempotency> idempotency,
        Optional<String> coalesceKey,
        Reuse reuse,
        List<JobClip> clips) {
    public static final int PRIORITY_MAX = 9;
    public static final int DEFAULT_PRIORITY = 5;
    public static final Duration DEFAULT_RETENTION = Duration.ofDays(3);
    /** Webhook endpoints of one job at most. */
    public static final int ENDPOINTS_MAX = 16;
    /** Whoever reads one request holds it in memory, and the store keeps it for as long as the job. */
    public static final int REQUEST_CHARS_MAX = 64 * 1024;

    public static final int SUMMARY_CHARS_MAX = 1024;

    /**
     * How long the job of a caller who waits is kept at least, so that its end can be read; deleted with the answer if its caller
     * wanted no more than that. A job kept so briefly is kept no longer for having failed.
     */
    public static final Duration RETENTION_OF_AWAITED_MIN = Duration.ofMinutes(10);

    public JobSpec {
        endpoints = List.copyOf(endpoints);
        clips = List.copyOf(clips);
        checkLength("request", request, REQUEST_CHARS_MAX);
        checkLength("summary of the request", summary, SUMMARY_CHARS_MAX);
        if (priority < 0 || priority > PRIORITY_MAX) {
            throw new IllegalArgumentException("priority %d; expected 0 to %d".formatted(priority, PRIORITY_MAX));
        }
        if (!(costSeconds >= 0) || Double.isInfinite(costSeconds)) {
            throw new IllegalArgumentException("cost of %s s; expected 0 or more".formatted(costSeconds));
        }
        if (endpoints.size() > ENDPOINTS_MAX) {
            throw new IllegalArgumentException(
                    "%d endpoints; expected at most %d".formatted(endpoints.size(), ENDPOINTS_MAX));
        }
    }

    private static void checkLength(String what, String text, int charsMax) {
        if (text.length() > charsMax) {
            throw new IllegalArgumentException(
                    "a %s of %d characters; expected at most %d".formatted(what, text.length(), charsMax));
        }
    }

    public static Builder builder(Tenant tenant, WorkKind work, String input, String request) {
        return new Builder(tenant, work, input, request);
    }

    /** Collects what differs from the defaults. Not thread-safe. */
    public static final class Builder {
        private final Tenant tenant;
        private final WorkKind work;
        private final String input;
        private final String request;
        private String summary = "{}";
        private WorkClass workClass = WorkClass.BULK;
        private int priority = DEFAULT_PRIORITY;
        private double costSeconds;
        private Optional<Instant> notBefore = Optional.empty();
        private Optional<Instant> expiresAt = Optional.empty();
        private Duration retention = DEFAULT_RETENTION;
        private List<String> endpoints = List.of();
        private Optional<Idempotency> idempotency = Optional.empty();
        private Optional<String> coalesceKey = Optional.empty();
        private Reuse reuse = Reuse.UNDER_WAY;

        private Builder(Tenant tenant, WorkKind work, String input, String request) {
            this.tenant = tenant;
            this.work = work;
            this.input = input;
            this.request = request;
        }

        public Builder workClass(WorkClass value) {
            workClass = value;
            return this;
        }

        public Builder summary(String value) {
            summary = value;
            return this;
        }

        public Builder priority(int value) {
            priority = value;
            return this;
        }

        public Builder costSeconds(double value) {
            costSeconds = value;
            return this;
        }

        public Builder notBefore(Instant value) {
            notBefore = Optional.of(value);
            return this;
        }

        public Builder expiresAt(Instant value) {
            expiresAt = Optional.of(value);
            return this;
        }

        public Builder retention(Duration value) {
            retention = value;
            return this;
        }

        public Builder endpoints(List<String> value) {
            endpoints = value;
            return this;
        }

        public Builder idempotency(Idempotency value) {
            idempotency = Optional.of(value);
            return this;
        }

        public Builder coalesceKey(String value) {
            coalesceKey = Optional.of(value);
            return this;
        }

        /** Which others of that key may stand for this one; those under way unless said otherwise. */
        public Builder reuse(Reuse value) {
            reuse = value;
            return this;
        }

        private List<JobClip> clips = List.of();

        public Builder clips(List<JobClip> value) {
            clips = value;
            return this;
        }

        public JobSpec build() {
            return new JobSpec(
                    tenant,
                    work,
                    workClass,
                    input,
                    request,
                    summary,
                    priority,
                    costSeconds,
                    notBefore,
                    expiresAt,
                    retention,
                    endpoints,
                    idempotency,
                    coalesceKey,
                    reuse,
                    clips);
        }
    }
}
