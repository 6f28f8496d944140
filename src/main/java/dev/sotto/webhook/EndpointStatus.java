package dev.sotto.webhook;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How an endpoint is doing.
 *
 * @param failingSince first failure since the last success
 * @param disabled nothing is sent any more, until a person enables it
 */
public record EndpointStatus(Optional<Instant> failingSince, Optional<DisabledReason> disabled) {
    /** Why an endpoint gets nothing any more. */
    public enum DisabledReason {
        /** It answered 410. */
        GONE,
        /** It failed steadily for {@link #FAILING_MAX}. */
        FAILING,
        /** A person switched it off. */
        BY_OWNER
    }

    /** Steady failure that disables an endpoint. */
    public static final Duration FAILING_MAX = Duration.ofDays(5);

    public static final EndpointStatus HEALTHY = new EndpointStatus(Optional.empty(), Optional.empty());

    public boolean isEnabled() {
        return disabled.isEmpty();
    }

    public EndpointStatus disabledFor(DisabledReason reason) {
        return new EndpointStatus(failingSince, Optional.of(reason));
    }

    /** A failure by a clock that ran backwards starts the count again rather than disabling anything. */
    public EndpointStatus failedAt(Instant now) {
        Instant since = failingSince.filter(first -> !first.isAfter(now)).orElse(now);
        boolean isTooLong = Duration.between(since, now).compareTo(FAILING_MAX) >= 0;
        return new EndpointStatus(
                Optional.of(since), disabled.isEmpty() && isTooLong ? Optional.of(DisabledReason.FAILING) : disabled);
    }
}
