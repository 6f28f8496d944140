package dev.sotto.webhook.deliver;

import dev.sotto.webhook.AttemptOutcome;
import dev.sotto.webhook.Delivery;
import dev.sotto.webhook.DeliveryAttempt;
import dev.sotto.webhook.DeliveryState;
import dev.sotto.webhook.EndpointStatus;
import dev.sotto.webhook.EndpointStatus.DisabledReason;
import dev.sotto.webhook.EventType;
import dev.sotto.webhook.OutboxStore.Claimed;
import dev.sotto.webhook.OutboxStore.Settlement;
import dev.sotto.webhook.SendResult;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** What an answer means: delivered, gone, or to be tried again and when. */
public final class DeliveryRules {
    private final RetrySchedule schedule;
    private final RandomGenerator random;

    public DeliveryRules(RetrySchedule schedule, RandomGenerator random) {
        this.schedule = schedule;
        this.random = random;
    }

    /**
     * The attempt as the log shows it, and the delivery and the endpoint after it.
     *
     * @param startedAt by the same clock as {@code now}; may lie after it if that clock was set back
     */
    public Settlement settle(Claimed claimed, SendResult result, Instant startedAt, Instant now) {
        AttemptOutcome outcome = outcome(result);
        Delivery before = claimed.delivery();
        EndpointStatus status = statusAfter(claimed.endpoint().status(), outcome, now);
        Delivery after =
                switch (outcome) {
                    case DELIVERED -> before.attempted(DeliveryState.DELIVERED, now);
                    case GONE -> before.attempted(DeliveryState.GONE, now);
                    default -> afterFailure(claimed, result, status, now);
                };
        Duration took = startedAt.isBefore(now) ? Duration.between(startedAt, now) : Duration.ZERO;
        return new Settlement(after, attempt(after, result, startedAt, took), status);
    }

    private Delivery afterFailure(Claimed claimed, SendResult result, EndpointStatus status, Instant now) {
        Delivery before = claimed.delivery();
        if (!status.isEnabled()) {
            return before.attempted(DeliveryState.GONE, now);
        }
        RetrySchedule chosen = claimed.event().type() == EventType.TEST ? RetrySchedule.ONCE : schedule;
        return chosen.waitAfter(before.step() + 1, retryAfter(result, now), random)
                .map(wait -> before.attempted(DeliveryState.PENDING, now.plus(wait)))
                .orElseGet(() -> before.attempted(DeliveryState.EXHAUSTED, now));
    }

    /** Faults of this server say nothing about the endpoint. */
    private static EndpointStatus statusAfter(EndpointStatus before, AttemptOutcome outcome, Instant now) {
        return switch (outcome) {
            case DELIVERED -> new EndpointStatus(Optional.empty(), before.disabled());
            case GONE -> before.isEnabled() ? before.disabledFor(DisabledReason.GONE) : before;
            case NOT_SENT -> before;
            default -> before.failedAt(now);
        };
    }

    static AttemptOutcome outcome(SendResult result) {
        if (result instanceof SendResult.Unanswered none) {
            return none.outcome();
        }
        int status = ((SendResult.Answered) result).status();
        return switch (status) {
            case 410 -> AttemptOutcome.GONE;
            case 429, 502, 503, 504 -> AttemptOutcome.THROTTLED;
            default -> byHundred(status);
        };
    }

    private static AttemptOutcome byHundred(int status) {
        return switch (status / 100) {
            case 2 -> AttemptOutcome.DELIVERED;
            case 3 -> AttemptOutcome.REDIRECTED;
            default -> AttemptOutcome.REFUSED;
        };
    }

    private static Optional<Duration> retryAfter(SendResult result, Instant now) {
        return result instanceof SendResult.Answered answered
                ? answered.retryAfter().flatMap(text -> RetryAfter.parse(text, now))
                : Optional.empty();
    }

    private static DeliveryAttempt attempt(Delivery after, SendResult result, Instant startedAt, Duration took) {
        Optional<SendResult.Answered> answered =
                result instanceof SendResult.Answered answer ? Optional.of(answer) : Optional.empty();
        return new DeliveryAttempt(
                after.id(),
                after.attempts(),
                startedAt,
                took,
                outcome(result),
                answered.map(SendResult.Answered::status),
                answered.map(SendResult.Answered::bodyHead).orElse(""));
    }
}
