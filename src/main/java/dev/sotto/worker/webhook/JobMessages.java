package dev.sotto.worker.webhook;

import dev.sotto.job.Job;
import dev.sotto.job.JobState;
import dev.sotto.job.port.JobAnnouncer;
import dev.sotto.webhook.EventBody;
import dev.sotto.webhook.EventType;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Builds the webhook bodies of ended jobs. */
public final class JobMessages implements JobAnnouncer {
    /** A stored result as the JSON that travels along. */
    public interface ResultText {
        String of(String request, String stored);
    }

    /** What clients of a surface are sent of a job that has ended. Must be quick. */
    public interface Body {
        /**
         * Writes it.
         *
         * @param request what was to be done, as stored
         * @param result as stored; empty for a job that has not succeeded, or that is too long to be sent
         */
        String of(Job job, String request, Optional<String> result);
    }

    private final Supplier<String> publicUrl;
    private final ResultText results;
    private final Map<String, Body> bodies;
    private final int bytesMax;

    /**
     * @param publicUrl by which receivers reach this server, without a slash at its end
     * @param bodies other than the standard one, by name
     * @param bytesMax of one body
     */
    public JobMessages(Supplier<String> publicUrl, ResultText results, Map<String, Body> bodies, int bytesMax) {
        this.publicUrl = publicUrl;
        this.results = results;
        this.bodies = Map.copyOf(bodies);
        this.bytesMax = bytesMax;
    }

    @Override
    public Optional<Announcement> announce(Job job, Outcome outcome, Audience audience) {
        EventType type = type(job.state());
        if (!audience.events().contains(type.wireName())) {
            return Optional.empty();
        }
        Body body = bodies.get(audience.body());
        return Optional.of(new Announcement(
                type.wireName(), body == null ? standard(job, type, outcome, audience) : bounded(body, job, outcome)));
    }

    private String standard(Job job, EventType type, Outcome outcome, Audience audience) {
        return EventBody.of(type, job.endedAt().orElseThrow(), data(job, outcome, audience), bytesMax);
    }

    /** Without its result where that would not fit: it can still be fetched. */
    private String bounded(Body body, Job job, Outcome outcome) {
        String whole = body.of(job, outcome.request(), outcome.result());
        return whole.getBytes(StandardCharsets.UTF_8).length <= bytesMax
                ? whole
                : body.of(job, outcome.request(), Optional.empty());
    }

    private EventBody.Data data(Job job, Outcome outcome, Audience audience) {
        double seconds = job.progress().secondsTotal();
        return new EventBody.Data(
                job.id().value(),
                job.state().wireName(),
                seconds > 0 ? Optional.of(seconds) : Optional.empty(),
                url(job),
                job.state() == JobState.CANCELLED ? Optional.empty() : fault(job),
                outcome.result()
                        .filter(stored -> audience.isResultWanted())
                        .map(stored -> results.of(outcome.request(), stored)));
    }

    private static Optional<EventBody.Fault> fault(Job job) {
        return job.state() == JobState.SUCCEEDED
                ? Optional.empty()
                : job.failure()
                        .map(failure -> new EventBody.Fault(failure.code().wireName(), failure.message()));
    }

    private URI url(Job job) {
        String path = "/v1/jobs/" + job.id().value() + (job.state() == JobState.SUCCEEDED ? "/result" : "");
        return URI.create(publicUrl.get() + path);
    }

    private static EventType type(JobState state) {
        return switch (state) {
            case SUCCEEDED -> EventType.COMPLETED;
            case FAILED, DEAD -> EventType.FAILED;
            case CANCELLED -> EventType.CANCELLED;
            case QUEUED, RUNNING -> throw new IllegalStateException("a job that is %s has not ended".formatted(state));
        };
    }
}
