package dev.sotto.webhook.deliver;

import static dev.sotto.webhook.Samples.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.webhook.AttemptOutcome;
import dev.sotto.webhook.Delivery;
import dev.sotto.webhook.DeliveryAttempt;
import dev.sotto.webhook.DeliveryState;
import dev.sotto.webhook.Destination;
import dev.sotto.webhook.Endpoint;
import dev.sotto.webhook.EndpointStatus.DisabledReason;
import dev.sotto.webhook.OutboxStore;
import dev.sotto.webhook.Samples;
import dev.sotto.webhook.SendResult.Answered;
import dev.sotto.webhook.SendResult.Unanswered;
import dev.sotto.webhook.deliver.Simulation.Reply;
import dev.sotto.webhook.deliver.Simulation.Seen;
import dev.sotto.webhook.sign.SignatureCheck;
import dev.sotto.webhook.sign.SignatureForm;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DispatcherTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Reply OK = new Reply(new Answered(200, Optional.empty(), "ok"), Duration.ofMillis(20));
    private static final Reply BROKEN = new Reply(new Answered(500, Optional.empty(), "oops"), Duration.ofMillis(20));

    /** Accepts the connection and never answers: the sender's own time-out ends it. */
    private static final Reply SILENT = new Reply(new Unanswered(AttemptOutcome.TIMED_OUT), Duration.ofSeconds(15));

    private final Simulation world = new Simulation(DispatchLimits.STANDARD, 5);
    private final Endpoint good = Samples.endpoint("anna", "https://good.example/hook");
    private final Endpoint dead = Samples.endpoint("anna", "https://dead.example/hook");

    @Test
    void failed_attempt_is_repeated_with_the_same_id_and_body_a_new_timestamp_and_a_valid_signature() {
        List<Reply> replies = new ArrayList<>(List.of(BROKEN, BROKEN, OK));
        world.receiver("good.example", request -> replies.remove(0));
        Delivery delivery = Samples.add(world.outbox, good, NOON);
        world.run(Duration.ofMinutes(10), SECOND);

        assertThat(world.outbox.delivery(delivery.id()).state()).isEqualTo(DeliveryState.DELIVERED);
        assertThat(world.seen).hasSize(3);
        assertThat(world.seen).extracting(seen -> header(seen, "webhook-id")).containsOnly(delivery.eventId());
        assertThat(world.seen)
                .extracting(seen -> seen.request().body())
                .containsOnly(world.seen.get(0).request().body());
        assertThat(world.seen)
                .extracting(seen -> header(seen, "webhook-timestamp"))
                .doesNotHaveDuplicates();
        SignatureCheck check = new SignatureCheck(SignatureForm.STANDARD, Samples.SECRET);
        assertThat(world.seen).allMatch(seen -> check.accepts(seen.request().headers(), body(seen), seen.at()));
        assertThat(world.outbox.attempts(delivery.id()))
                .extracting(DeliveryAttempt::outcome)
                .containsExactly(AttemptOutcome.REFUSED, AttemptOutcome.REFUSED, AttemptOutcome.DELIVERED);
        assertThat(world.told).isEqualTo(world.outbox.attempts(delivery.id()));
    }

    @Test
    void wall_clock_that_jumps_is_signed_and_moves_no_attempt() {
        world.receiver("good.example", request -> OK);
        world.wallAhead = Duration.ofHours(1);
        Samples.add(world.outbox, good, NOON);
        world.run(SECOND, SECOND);
        world.wallAhead = Duration.ofHours(-1);
        Samples.add(world.outbox, good, world.clock.instant());
        world.run(SECOND, SECOND);
        assertThat(world.seen).hasSize(2);
        assertThat(world.seen)
                .extracting(seen -> Long.parseLong(header(seen, "webhook-timestamp"))
                        - seen.at().getEpochSecond())
                .containsExactly(3600L, -3600L);
    }

    @Test
    void dead_receiver_with_a_thousand_messages_delays_no_other() {
        world.receiver("dead.example", request -> SILENT);
        world.receiver("good.example", request -> OK);
        for (int i = 0; i < 1000; i++) {
            Samples.add(world.outbox, dead, NOON);
        }
        for (int i = 0; i < 300; i++) {
            world.run(SECOND, SECOND);
            Samples.add(world.outbox, good, world.clock.instant());
        }
        world.run(Duration.ofSeconds(2), SECOND);
        assertThat(delays(good)).hasSize(300).allMatch(delay -> delay.compareTo(Duration.ofSeconds(1)) <= 0);
    }

    @Test
    void hundred_dead_receivers_leave_places_for_one_that_answers() {
        world.receiver("good.example", request -> OK);
        Samples.add(world.outbox, good, NOON);
        world.run(SECOND, SECOND);
        for (int i = 0; i < 100; i++) {
            world.receiver("dead%d.example".formatted(i), request -> SILENT);
            Endpoint one = Samples.endpoint("bert", "https://dead%d.example/".formatted(i));
            for (int j = 0; j < 10; j++) {
                Samples.add(world.outbox, one, world.clock.instant());
            }
        }
        for (int i = 0; i < 120; i++) {
            world.run(SECOND, SECOND);
            Samples.add(world.outbox, good, world.clock.instant());
        }
        world.run(Duration.ofSeconds(3), SECOND);
        assertThat(delays(good)).hasSize(121).allMatch(delay -> delay.compareTo(Duration.ofSeconds(3)) <= 0);
    }

    @Test
    void places_and_lanes_are_never_overdrawn() {
        for (int i = 0; i < 60; i++) {
            world.receiver("dead%d.example".formatted(i), request -> SILENT);
            Endpoint one = Samples.endpoint("bert", "https://dead%d.example/".formatted(i));
            for (int j = 0; j < 20; j++) {
                Samples.add(world.outbox, one, NOON);
            }
        }
        for (int i = 0; i < 200; i++) {
            world.run(SECOND, SECOND);
            assertThat(world.underWay()).isLessThanOrEqualTo(DispatchLimits.STANDARD.doubtfulPlaces());
        }
        assertThat(world.mostOpen).isEqualTo(2);
    }

    @Test
    void circuit_spares_a_receiver_that_is_down_and_lets_all_through_once_it_is_back() {
        Set<String> up = new HashSet<>();
        world.receiver("dead.example", request -> up.isEmpty() ? BROKEN : OK);
        for (int i = 0; i < 200; i++) {
            Samples.add(world.outbox, dead, NOON);
        }
        world.run(Duration.ofHours(1), SECOND);
        assertThat(world.seen).hasSizeLessThan(25);
        up.add("now");
        world.run(Duration.ofHours(10), Duration.ofSeconds(5));
        assertThat(world.outbox.deliveries()).allMatch(delivery -> delivery.state() == DeliveryState.DELIVERED);
        assertThat(world.seen).hasSizeLessThan(250);
    }

    @Test
    void one_owner_s_circuit_does_not_hold_another_owner_s_messages_to_the_same_host() {
        Endpoint other = Samples.endpoint("bert", "https://dead.example/well");
        world.receiver("dead.example", request -> request.url().getPath().equals("/well") ? OK : BROKEN);
        for (int i = 0; i < 20; i++) {
            Samples.add(world.outbox, dead, NOON);
        }
        world.run(Duration.ofSeconds(30), SECOND);
        Delivery delivery = Samples.add(world.outbox, other, world.clock.instant());
        world.run(Duration.ofSeconds(2), SECOND);
        assertThat(world.outbox.delivery(delivery.id()).state()).isEqualTo(DeliveryState.DELIVERED);
    }

    @Test
    void gone_stops_everything_for_that_endpoint() {
        world.receiver("dead.example", request -> new Reply(new Answered(410, Optional.empty(), ""), Duration.ZERO));
        for (int i = 0; i < 20; i++) {
            Samples.add(world.outbox, dead, NOON);
        }
        world.run(Duration.ofDays(1), Duration.ofMinutes(1));
        assertThat(world.seen).hasSizeLessThanOrEqualTo(2);
        assertThat(world.outbox.endpoint(dead.id()).status().disabled()).contains(DisabledReason.GONE);
        assertThat(world.outbox.deliveries()).allMatch(delivery -> delivery.state() == DeliveryState.GONE);
    }

    @Test
    void replayed_delivery_arrives_again_under_its_id() {
        world.receiver("good.example", request -> OK);
        Delivery delivery = Samples.add(world.outbox, good, NOON);
        world.run(Duration.ofSeconds(2), SECOND);
        world.outbox.replace(world.outbox.delivery(delivery.id()).replayed(good, world.clock.instant()));
        world.run(Duration.ofSeconds(2), SECOND);
        assertThat(world.seen)
                .hasSize(2)
                .extracting(seen -> header(seen, "webhook-id"))
                .containsOnly(delivery.eventId());
        assertThat(world.outbox.attempts(delivery.id()))
                .extracting(DeliveryAttempt::number)
                .containsExactly(1, 2);
    }

    @Test
    void attempt_that_could_not_be_stored_is_sent_again_after_its_claim() {
        world.receiver("good.example", request -> OK);
        Delivery delivery = Samples.add(world.outbox, good, NOON);
        world.use(new FaultyOutbox(world.outbox));
        world.run(Duration.ofSeconds(59), SECOND);
        assertThat(world.seen).hasSize(1);
        assertThat(world.underWay()).isZero();
        world.run(Duration.ofSeconds(3), SECOND);
        assertThat(world.outbox.delivery(delivery.id()).state()).isEqualTo(DeliveryState.DELIVERED);
        assertThat(world.seen)
                .hasSize(2)
                .extracting(seen -> header(seen, "webhook-id"))
                .containsOnly(delivery.eventId());
    }

    @Test
    void sender_that_throws_gives_its_place_back_and_is_logged_as_not_sent() {
        world.receiver("good.example", request -> {
            throw new IllegalStateException("planted");
        });
        Delivery delivery = Samples.add(world.outbox, good, NOON);
        world.run(Duration.ofSeconds(2), SECOND);
        assertThat(world.underWay()).isZero();
        assertThat(world.outbox.attempts(delivery.id()))
                .extracting(DeliveryAttempt::outcome)
                .containsExactly(AttemptOutcome.NOT_SENT);
        assertThat(world.outbox.endpoint(good.id()).status().failingSince()).isEmpty();
    }

    /** Receivers that fail, stall and recover at random, and a process that dies at random moments. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void random_histories_with_crashes_end_every_delivery_and_lose_none(long seed) {
        Random random = new Random(seed);
        Simulation chaos = new Simulation(new DispatchLimits(8, 6, 2, Duration.ofSeconds(60), 100, 8), seed);
        Map<String, Integer> accepted = new HashMap<>();
        for (int host = 0; host < 6; host++) {
            double failing = random.nextDouble() * 0.9;
            chaos.receiver("h%d.example".formatted(host), request -> {
                boolean fails = random.nextDouble() < failing;
                if (!fails) {
                    accepted.merge(request.headers().get("webhook-id"), 1, Integer::sum);
                }
                return fails ? (random.nextBoolean() ? BROKEN : SILENT) : OK;
            });
        }
        for (int i = 0; i < 120; i++) {
            Samples.add(
                    chaos.outbox,
                    Samples.endpoint("o" + i % 2, "https://h%d.example/%d".formatted(i % 6, i)),
                    chaos.clock.instant());
            chaos.run(Duration.ofSeconds(random.nextInt(20)), SECOND);
            if (random.nextInt(10) == 0) {
                chaos.restart();
            }
        }
        chaos.run(Duration.ofDays(5), Duration.ofSeconds(30));
        assertThat(chaos.underWay()).isZero();
        assertThat(chaos.outbox.deliveries()).hasSize(120).allSatisfy(delivery -> {
            assertThat(delivery.state()).isIn(DeliveryState.DELIVERED, DeliveryState.EXHAUSTED);
            if (delivery.state() == DeliveryState.DELIVERED) {
                assertThat(accepted).containsKey(delivery.eventId());
            }
        });
        assertThat(chaos.mostOpen).isLessThanOrEqualTo(4);
    }

    /** From the moment a message was stored until it left. */
    private List<Duration> delays(Endpoint endpoint) {
        Map<String, Instant> left = new HashMap<>();
        for (Seen seen : world.seen) {
            left.putIfAbsent(header(seen, "webhook-id"), seen.at());
        }
        return world.outbox.deliveries().stream()
                .filter(delivery -> delivery.endpointId().equals(endpoint.id()))
                .filter(delivery -> left.containsKey(delivery.eventId()))
                .map(delivery -> Duration.between(delivery.createdAt(), left.get(delivery.eventId())))
                .toList();
    }

    private static String header(Seen seen, String name) {
        return seen.request().headers().get(name);
    }

    private static byte[] body(Seen seen) {
        return seen.request().body().getBytes(StandardCharsets.UTF_8);
    }

    /** Fails to store the first attempt, as on a full disk. */
    private static final class FaultyOutbox implements OutboxStore {
        private final OutboxStore store;
        private boolean hasFailed;

        FaultyOutbox(OutboxStore store) {
            this.store = store;
        }

        @Override
        public List<Destination> dueDestinations(Instant now, int limit) {
            return store.dueDestinations(now, limit);
        }

        @Override
        public List<Claimed> claim(ClaimRequest request) {
            return store.claim(request);
        }

        @Override
        public boolean settle(Claimed claimed, Settlement settlement) {
            if (!hasFailed) {
                hasFailed = true;
                throw new IllegalStateException("planted: the disk is full");
            }
            return store.settle(claimed, settlement);
        }

        @Override
        public void postpone(Destination destination, Instant until) {
            store.postpone(destination, until);
        }
    }
}
