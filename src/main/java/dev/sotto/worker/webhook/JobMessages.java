package dev.sotto.worker.webhook;

import dev.sotto.job.Job;
import dev.sotto.job.JobState;
import dev.sotto.job.port.JobAnnouncer;
import dev.sotto.webhook.EventBody;
import dev.sotto.webhook.EventType;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/** Builds the webhook bodies of ended jobs. */
public final class JobMessages implements JobAnnouncer {
    /** A stored result as the JSON that travels along. */
    public interface ResultText {
        String of(String request, String stored);
    }

    private final Supplier<String> publicUrl;
    private final ResultText results;
    private final int bytesMax;

    /**
     * @param publicUrl by which receivers reach this server, without a slash at its end
     * @param bytesMax of one body
     */
    public JobMessages(Supplier<String> publicUrl, ResultText results, int bytesMax) {
        this.publicUrl = publicUrl;
        this.results = results;
        this.bytesMax = bytesMax;
    }

    @Override
    public Optional<Announcement> announce(Job job, Optional<Result> result, Audience audience) {
        EventType type = type(job.state());
        if (!audience.events().contains(type.wireName())) {
            return Optional.empty();
        }
        Instant endedAt = job.endedAt().orElseThrow();
        return Optional.of(
                new Announcement(type.wireName(), EventBody.of(type, endedAt, data(job, result, audience), bytesMax)));
    }

    private EventBody.Data data(Job job, Optional<Result> result, Audience audience) {
        double seconds = job.progress().secondsTotal();
        return new EventBody.Data(
                job.id().value(),
                job.state().wireName(),
                seconds > 0 ? Optional.of(seconds) : Optional.empty(),
                url(job),
                job.state() == JobState.CANCELLED ? Optional.empty() : fault(job),
                result.filter(stored -> audience.isResultWanted())
                        .map(stored -> results.of(stored.request(), stored.content())));
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
