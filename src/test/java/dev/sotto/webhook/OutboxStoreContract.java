package dev.sotto.webhook;

import static dev.sotto.webhook.Samples.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.webhook.EndpointStatus.DisabledReason;
import dev.sotto.webhook.OutboxStore.ClaimRequest;
import dev.sotto.webhook.OutboxStore.Claimed;
import dev.sotto.webhook.OutboxStore.Settlement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link OutboxStore} keeps. A store's own test extends this and says how rows get in and are looked at. */
public abstract class OutboxStoreContract {
    private static final Duration LEASE = Duration.ofSeconds(60);

    private final Endpoint first = Samples.endpoint("anna", "https://one.example/hook");
    private final Endpoint sameDestination = Samples.endpoint("anna", "https://one.example/other");
    private final Endpoint second = Samples.endpoint("anna", "https://two.example/hook");

    private Bench bench;

    /** A store and the ways around it. */
    protected interface Bench {
        OutboxStore store();

        /** Stores endpoint (once), event and delivery, as the transaction that ends a job does. */
        void add(Endpoint endpoint, WebhookEvent event, Delivery delivery);

        Delivery delivery(String id);

        Endpoint endpoint(String id);

        List<DeliveryAttempt> attempts(String deliveryId);
    }

    protected abstract Bench open();

    @BeforeEach
    void open_the_store() {
        bench = open();
    }

    @Test
    void due_delivery_is_claimed_whole_and_only_once() {
        WebhookEvent event = Samples.event(EventType.COMPLETED, NOON);
        Delivery delivery = Delivery.created("dlv_1", event, first, NOON);
        bench.add(first, event, delivery);
        assertThat(claim(NOON.minusMillis(1))).isEmpty();
        assertThat(claim(NOON)).singleElement().satisfies(claimed -> {
            assertThat(claimed.delivery()).isEqualTo(delivery);
            assertThat(claimed.event()).isEqualTo(event);
            assertThat(claimed.endpoint()).isEqualTo(first);
        });
        assertThat(claim(NOON)).isEmpty();
    }

    @Test
    void claim_takes_the_longest_due_of_its_lane_and_no_more_than_asked() {
        Delivery later = add(first, NOON.plusSeconds(2));
        Delivery earlier = add(sameDestination, NOON.plusSeconds(1));
        add(second, NOON);
        assertThat(claim(first.destination(), NOON.plusSeconds(5), 1))
                .extracting(Claimed::delivery)
                .containsExactly(earlier);
        assertThat(claim(first.destination(), NOON.plusSeconds(5), 9))
                .extracting(Claimed::delivery)
                .containsExactly(later);
    }

    @Test
    void lanes_with_something_due_are_listed_once_the_longest_due_first() {
        for (int i = 0; i < 50; i++) {
            add(i % 2 == 0 ? first : sameDestination, NOON.minusSeconds(50 - i));
        }
        add(second, NOON.minusSeconds(60));
        add(Samples.endpoint("anna", "https://later.example/"), NOON.plusSeconds(1));
        assertThat(bench.store().dueDestinations(NOON, 9)).containsExactly(second.destination(), first.destination());
        assertThat(bench.store().dueDestinations(NOON, 1)).containsExactly(second.destination());
    }

    @Test
    void lane_whose_due_rows_are_all_leased_is_not_listed_until_the_lease_ends() {
        add(first, NOON);
        claim(NOON);
        assertThat(bench.store().dueDestinations(NOON.plus(LEASE).minusMillis(1), 9))
                .isEmpty();
        assertThat(bench.store().dueDestinations(NOON.plus(LEASE), 9)).containsExactly(first.destination());
    }

    @Test
    void expired_lease_is_claimed_again_and_makes_the_first_claim_void() {
        add(first, NOON);
        Claimed slow = claim(NOON).get(0);
        Claimed again = claim(NOON.plus(LEASE)).get(0);
        assertThat(again.token()).isGreaterThan(slow.token());
        assertThat(bench.store().settle(slow, delivered(slow))).isFalse();
        assertThat(bench.attempts(slow.delivery().id())).isEmpty();
        assertThat(bench.store().settle(again, delivered(again))).isTrue();
        assertThat(bench.attempts(slow.delivery().id())).hasSize(1);
    }

    @Test
    void settled_claim_cannot_be_settled_again() {
        add(first, NOON);
        Claimed claimed = claim(NOON).get(0);
        assertThat(bench.store().settle(claimed, delivered(claimed))).isTrue();
        assertThat(bench.store().settle(claimed, delivered(claimed))).isFalse();
        assertThat(bench.attempts(claimed.delivery().id())).hasSize(1);
    }

    @Test
    void settlement_stores_delivery_attempt_and_status() {
        add(first, NOON);
        Claimed claimed = claim(NOON).get(0);
        Instant due = NOON.plusSeconds(5);
        Settlement failed = new Settlement(
                claimed.delivery().attempted(DeliveryState.PENDING, due),
                attempt(claimed, AttemptOutcome.REFUSED),
                EndpointStatus.HEALTHY.failedAt(NOON));
        assertThat(bench.store().settle(claimed, failed)).isTrue();
        assertThat(bench.delivery(claimed.delivery().id())).isEqualTo(failed.delivery());
        assertThat(bench.attempts(claimed.delivery().id())).containsExactly(failed.attempt());
        assertThat(bench.endpoint(first.id()).status()).isEqualTo(failed.status());
        assertThat(claim(due.minusMillis(1))).isEmpty();
        assertThat(claim(due)).singleElement().satisfies(again -> assertThat(again.delivery())
                .isEqualTo(failed.delivery()));
    }

    @Test
    void final_delivery_is_never_claimed() {
        for (DeliveryState state : List.of(DeliveryState.DELIVERED, DeliveryState.EXHAUSTED, DeliveryState.GONE)) {
            add(first, NOON);
            Claimed claimed = claim(NOON).get(0);
            bench.store()
                    .settle(
                            claimed,
                            new Settlement(
                                    claimed.delivery().attempted(state, NOON),
                                    attempt(claimed, AttemptOutcome.REFUSED),
                                    EndpointStatus.HEALTHY));
        }
        assertThat(claim(NOON.plus(Duration.ofDays(9)))).isEmpty();
    }

    @Test
    void postponing_a_lane_moves_its_waiting_rows_forward_and_no_others() {
        Delivery soon = add(first, NOON);
        Delivery alsoSoon = add(sameDestination, NOON);
        Delivery late = add(first, NOON.plusSeconds(600));
        Delivery other = add(second, NOON);
        Delivery foreign = add(Samples.endpoint("bert", "https://one.example/hook"), NOON);
        Instant until = NOON.plusSeconds(30);
        bench.store().postpone(first.destination(), until);
        assertThat(List.of(soon, alsoSoon, late, other, foreign))
                .extracting(delivery -> bench.delivery(delivery.id()).dueAt())
                .containsExactly(until, until, NOON.plusSeconds(600), NOON, NOON);
    }

    @Test
    void disabling_an_endpoint_ends_its_other_deliveries_and_no_others() {
        Delivery sent = add(first, NOON);
        Delivery waiting = add(first, NOON.plusSeconds(60));
        Delivery neighbour = add(sameDestination, NOON.plusSeconds(60));
        Claimed claimed = claim(first.destination(), NOON, 1).get(0);
        assertThat(claimed.delivery()).isEqualTo(sent);
        bench.store()
                .settle(
                        claimed,
                        new Settlement(
                                sent.attempted(DeliveryState.GONE, NOON),
                                attempt(claimed, AttemptOutcome.GONE),
                                EndpointStatus.HEALTHY.disabledFor(DisabledReason.GONE)));
        assertThat(bench.endpoint(first.id()).status().isEnabled()).isFalse();
        assertThat(bench.delivery(waiting.id()).state()).isEqualTo(DeliveryState.GONE);
        assertThat(bench.delivery(neighbour.id()).state()).isEqualTo(DeliveryState.PENDING);
    }

    private Delivery add(Endpoint endpoint, Instant at) {
        WebhookEvent event = Samples.event(EventType.COMPLETED, at);
        Delivery delivery = Delivery.created(Samples.IDS.delivery(), event, endpoint, at);
        bench.add(endpoint, event, delivery);
        return delivery;
    }

    /** All that is due, of every destination. */
    private List<Claimed> claim(Instant now) {
        List<Claimed> claimed = new ArrayList<>();
        for (Destination destination : bench.store().dueDestinations(now, 99)) {
            claimed.addAll(claim(destination, now, 99));
        }
        return claimed;
    }

    private List<Claimed> claim(Destination destination, Instant now, int limit) {
        return bench.store().claim(new ClaimRequest(destination, now, LEASE, limit));
    }

    private static Settlement delivered(Claimed claimed) {
        return new Settlement(
                claimed.delivery().attempted(DeliveryState.DELIVERED, NOON),
                attempt(claimed, AttemptOutcome.DELIVERED),
                EndpointStatus.HEALTHY);
    }

    private static DeliveryAttempt attempt(Claimed claimed, AttemptOutcome outcome) {
        return new DeliveryAttempt(
                claimed.delivery().id(),
                claimed.delivery().attempts() + 1,
                NOON,
                Duration.ofMillis(12),
                outcome,
                Optional.of(200),
                "ok");
    }
}
