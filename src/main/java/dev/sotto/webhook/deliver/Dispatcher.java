package dev.sotto.webhook.deliver;

import dev.sotto.webhook.AttemptOutcome;
import dev.sotto.webhook.Destination;
import dev.sotto.webhook.Endpoint;
import dev.sotto.webhook.OutboxStore;
import dev.sotto.webhook.OutboxStore.ClaimRequest;
import dev.sotto.webhook.OutboxStore.Claimed;
import dev.sotto.webhook.OutboxStore.Settlement;
import dev.sotto.webhook.SendResult;
import dev.sotto.webhook.WebhookRequest;
import dev.sotto.webhook.WebhookSender;
import dev.sotto.webhook.deliver.DestinationBoard.Place;
import dev.sotto.webhook.deliver.DestinationBoard.Verdict;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes due deliveries from the outbox, sends them and stores what came of it. Delivery is at least once: a process that
 * dies between the answer and the record sends again, under the same id.
 *
 * <p>Confined to one thread, which the store may block: {@link #turn} is called there, from a timer and whenever an event
 * was stored, and the sender's answers are brought there by {@code home}.
 */
public final class Dispatcher {
    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);

    /**
     * Everything the dispatcher talks to.
     *
     * @param clock of what is due: should never jump
     * @param wallClock of the timestamps that are signed, which receivers compare with theirs
     * @param home runs what it is given, one after the other, on the dispatcher's thread
     */
    public record Ports(
            OutboxStore store,
            WebhookSender sender,
            InstantSource clock,
            InstantSource wallClock,
            Executor home,
            DeliveryListener listener) {}

    private final Ports ports;
    private final DispatchLimits limits;
    private final DeliveryRules rules;
    private final DestinationBoard board;
    private final String userAgent;

    /**
     * @param random for jitter only
     * @param userAgent of every request: product and version
     */
    public Dispatcher(
            Ports ports, DispatchLimits limits, RetrySchedule schedule, RandomGenerator random, String userAgent) {
        this.ports = ports;
        this.limits = limits;
        this.userAgent = userAgent;
        rules = new DeliveryRules(schedule, random);
        board = new DestinationBoard(limits, random);
    }

    /**
     * Sends what is due, as far as there are places.
     *
     * @return attempts begun
     */
    public int turn() {
        if (board.isFull()) {
            return 0;
        }
        Instant now = ports.clock().instant();
        int begun = 0;
        for (Destination destination : ports.store().dueDestinations(now, limits.destinationsInspected())) {
            int allowance = board.allowance(destination, now);
            if (allowance > 0) {
                begun += begin(new ClaimRequest(destination, now, limits.lease(), allowance));
            }
        }
        return begun;
    }

    /** Attempts whose outcome is not stored yet: a shutdown waits, within reason, until there is none. */
    public int underWay() {
        return board.underWay();
    }

    private int begin(ClaimRequest request) {
        List<Claimed> due = ports.store().claim(request);
        for (Claimed claimed : due) {
            Place place = board.start(request.destination());
            send(claimed)
                    .whenCompleteAsync(
                            (result, fault) -> ended(claimed, place, request.now(), known(claimed, result, fault)),
                            ports.home());
        }
        return due.size();
    }

    private CompletionStage<SendResult> send(Claimed claimed) {
        try {
            return ports.sender().send(request(claimed));
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private WebhookRequest request(Claimed claimed) {
        Instant now = ports.wallClock().instant();
        Endpoint endpoint = claimed.endpoint();
        byte[] body = claimed.event().body().getBytes(StandardCharsets.UTF_8);
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("content-type", "application/json");
        headers.put("user-agent", userAgent);
        headers.putAll(endpoint.headers());
        headers.putAll(endpoint.form()
                .headers(claimed.event().id(), now, body, endpoint.secrets().activeAt(now)));
        return new WebhookRequest(endpoint.url(), headers, claimed.event().body());
    }

    private static SendResult known(Claimed claimed, @Nullable SendResult result, @Nullable Throwable fault) {
        if (result != null) {
            return result;
        }
        LOG.error(
                "delivery {} could not be sent by a fault of this server",
                claimed.delivery().id(),
                fault);
        return new SendResult.Unanswered(AttemptOutcome.NOT_SENT);
    }

    private void ended(Claimed claimed, Place place, Instant startedAt, SendResult result) {
        Instant now = ports.clock().instant();
        Settlement settlement = rules.settle(claimed, result, startedAt, now);
        Optional<Instant> openUntil =
                board.end(place, verdict(settlement.attempt().outcome()), now);
        try {
            store(claimed, settlement);
            openUntil.ifPresent(until -> ports.store().postpone(place.destination(), until));
        } catch (RuntimeException e) {
            // The claim ends by itself, and the delivery is sent once more under the same id.
            LOG.error(
                    "an attempt of delivery {} could not be stored",
                    claimed.delivery().id(),
                    e);
        }
    }

    private void store(Claimed claimed, Settlement settlement) {
        if (ports.store().settle(claimed, settlement)) {
            ports.listener().attempted(settlement.attempt(), settlement.status());
        } else {
            LOG.warn(
                    "an attempt of delivery {} ended after its claim and is not recorded",
                    claimed.delivery().id());
        }
    }

    private static Verdict verdict(AttemptOutcome outcome) {
        if (outcome == AttemptOutcome.NOT_SENT) {
            return Verdict.SAYS_NOTHING;
        }
        return outcome.isOutage() ? Verdict.FAILS : Verdict.ANSWERS;
    }
}
