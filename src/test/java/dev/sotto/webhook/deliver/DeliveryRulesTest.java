package dev.sotto.webhook.deliver;

import static dev.sotto.webhook.Samples.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sotto.webhook.AttemptOutcome;
import dev.sotto.webhook.Delivery;
import dev.sotto.webhook.DeliveryState;
import dev.sotto.webhook.Endpoint;
import dev.sotto.webhook.EndpointStatus;
import dev.sotto.webhook.EndpointStatus.DisabledReason;
import dev.sotto.webhook.EventType;
import dev.sotto.webhook.OutboxStore.Claimed;
import dev.sotto.webhook.OutboxStore.Settlement;
import dev.sotto.webhook.Samples;
import dev.sotto.webhook.SendResult;
import dev.sotto.webhook.SendResult.Answered;
import dev.sotto.webhook.SendResult.Unanswered;
import dev.sotto.webhook.WebhookEvent;
import dev.sotto.webhook.WebhookException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeliveryRulesTest {
    private final DeliveryRules rules = new DeliveryRules(RetrySchedule.STANDARD, new Random(1));
    private final Endpoint endpoint = Samples.endpoint("anna", "https://one.example/hook");

    @ParameterizedTest
    @ValueSource(ints = {200, 201, 202, 204, 299})
    void any_2xx_is_delivered(int status) {
        Settlement settled = settle(fresh(EventType.COMPLETED), answered(status));
        assertThat(settled.delivery().state()).isEqualTo(DeliveryState.DELIVERED);
        assertThat(settled.attempt().outcome()).isEqualTo(AttemptOutcome.DELIVERED);
        assertThat(settled.attempt().number()).isEqualTo(1);
        assertThat(settled.attempt().status()).contains(status);
    }

    @ParameterizedTest
    @CsvSource({
        "301,REDIRECTED",
        "302,REDIRECTED",
        "307,REDIRECTED",
        "304,REDIRECTED",
        "400,REFUSED",
        "401,REFUSED",
        "404,REFUSED",
        "429,THROTTLED",
        "500,REFUSED",
        "502,THROTTLED",
        "503,THROTTLED",
        "504,THROTTLED",
        "100,REFUSED"
    })
    void every_other_status_but_410_is_tried_again(int status, AttemptOutcome outcome) {
        Settlement settled = settle(fresh(EventType.COMPLETED), answered(status));
        assertThat(settled.attempt().outcome()).isEqualTo(outcome);
        assertThat(settled.delivery().state()).isEqualTo(DeliveryState.PENDING);
        assertThat(settled.delivery().dueAt()).isBetween(NOON.plusSeconds(4), NOON.plusSeconds(6));
        assertThat(settled.status().failingSince()).contains(NOON);
    }

    @ParameterizedTest
    @EnumSource(
            names = {"TIMED_OUT", "NAME_UNKNOWN", "ADDRESS_REFUSED", "CONNECT_FAILED", "TLS_FAILED", "ANSWER_BROKEN"})
    void no_answer_is_tried_again_too(AttemptOutcome outcome) {
        Settlement settled = settle(fresh(EventType.COMPLETED), new Unanswered(outcome));
        assertThat(settled.delivery().state()).isEqualTo(DeliveryState.PENDING);
        assertThat(settled.attempt().status()).isEmpty();
        assertThat(settled.status().failingSince()).contains(NOON);
    }

    @Test
    void fault_of_this_server_is_tried_again_and_not_held_against_the_endpoint() {
        Settlement settled = settle(fresh(EventType.COMPLETED), new Unanswered(AttemptOutcome.NOT_SENT));
        assertThat(settled.delivery().state()).isEqualTo(DeliveryState.PENDING);
        assertThat(settled.status()).isEqualTo(EndpointStatus.HEALTHY);
    }

    @Test
    void gone_ends_the_delivery_and_disables_the_endpoint() {
        Settlement settled = settle(fresh(EventType.COMPLETED), answered(410));
        assertThat(settled.delivery().state()).isEqualTo(DeliveryState.GONE);
        assertThat(settled.status().disabled()).contains(DisabledReason.GONE);
    }

    @Test
    void ten_failures_exhaust_the_schedule_after_three_days() {
        Claimed claimed = fresh(EventType.COMPLETED);
        Instant now = NOON;
        for (int attempt = 1; attempt < 10; attempt++) {
            Settlement settled = rules.settle(claimed, answered(500), now, now);
            assertThat(settled.delivery().state()).isEqualTo(DeliveryState.PENDING);
            now = settled.delivery().dueAt();
            claimed = new Claimed(
                    settled.delivery(), claimed.endpoint().with(settled.status()), claimed.event(), attempt);
        }
        Settlement last = rules.settle(claimed, answered(500), now, now);
        assertThat(last.delivery().state()).isEqualTo(DeliveryState.EXHAUSTED);
        assertThat(last.delivery().attempts()).isEqualTo(10);
        assertThat(Duration.between(NOON, now)).isBetween(Duration.ofHours(60), Duration.ofHours(91));
    }

    @Test
    void test_event_is_sent_once() {
        Settlement settled = settle(fresh(EventType.TEST), answered(500));
        assertThat(settled.delivery().state()).isEqualTo(DeliveryState.EXHAUSTED);
    }

    @Test
    void retry_after_of_the_answer_is_honoured() {
        SendResult busy = new Answered(503, Optional.of("9"), "");
        assertThat(settle(fresh(EventType.COMPLETED), busy).delivery().dueAt()).isEqualTo(NOON.plusSeconds(9));
    }

    @Test
    void five_days_of_failure_disable_the_endpoint_and_a_success_starts_the_count_again() {
        EndpointStatus failing = EndpointStatus.HEALTHY.failedAt(NOON);
        Instant almost = NOON.plus(Duration.ofDays(5)).minusMillis(1);
        assertThat(failing.failedAt(almost).isEnabled()).isTrue();
        assertThat(failing.failedAt(almost.plusMillis(1)).disabled()).contains(DisabledReason.FAILING);

        Claimed claimed = fresh(EventType.COMPLETED);
        Claimed late = new Claimed(claimed.delivery(), endpoint.with(failing), claimed.event(), 1);
        Instant fiveDays = NOON.plus(EndpointStatus.FAILING_MAX);
        Settlement settled = rules.settle(late, answered(500), fiveDays, fiveDays);
        assertThat(settled.delivery().state()).isEqualTo(DeliveryState.GONE);
        assertThat(settled.status().disabled()).contains(DisabledReason.FAILING);

        assertThat(rules.settle(late, answered(200), fiveDays, fiveDays).status())
                .isEqualTo(EndpointStatus.HEALTHY);
    }

    @Test
    void clock_set_back_disables_nothing_and_gives_no_negative_duration() {
        EndpointStatus failing = EndpointStatus.HEALTHY.failedAt(NOON);
        assertThat(failing.failedAt(NOON.minusSeconds(3600)).isEnabled()).isTrue();
        Settlement settled =
                rules.settle(fresh(EventType.COMPLETED), answered(200), NOON, NOON.minus(Duration.ofHours(1)));
        assertThat(settled.attempt().took()).isEqualTo(Duration.ZERO);
    }

    @Test
    void replay_starts_the_schedule_again_under_the_same_id_and_goes_on_counting() {
        Delivery exhausted = fresh(EventType.COMPLETED).delivery().attempted(DeliveryState.EXHAUSTED, NOON);
        Delivery replayed = exhausted.replayed(endpoint, NOON.plusSeconds(9));
        assertThat(replayed.state()).isEqualTo(DeliveryState.PENDING);
        assertThat(replayed.eventId()).isEqualTo(exhausted.eventId());
        assertThat(replayed.step()).isZero();
        assertThat(replayed.attempts()).isEqualTo(1);
        assertThat(replayed.dueAt()).isEqualTo(NOON.plusSeconds(9));
    }

    @Test
    void replay_of_a_pending_one_makes_it_due_and_keeps_its_place_in_the_schedule() {
        Delivery waiting =
                fresh(EventType.COMPLETED).delivery().attempted(DeliveryState.PENDING, NOON.plusSeconds(999));
        Delivery replayed = waiting.replayed(endpoint, NOON);
        assertThat(replayed.dueAt()).isEqualTo(NOON);
        assertThat(replayed.step()).isEqualTo(1);
    }

    @Test
    void replay_to_a_disabled_endpoint_is_refused() {
        Endpoint disabled = endpoint.with(EndpointStatus.HEALTHY.disabledFor(DisabledReason.GONE));
        Delivery gone = fresh(EventType.COMPLETED).delivery().attempted(DeliveryState.GONE, NOON);
        assertThatThrownBy(() -> gone.replayed(disabled, NOON))
                .isInstanceOf(WebhookException.class)
                .hasMessage("endpoint %s is disabled (gone); enable it, then replay".formatted(endpoint.id()));
    }

    private Settlement settle(Claimed claimed, SendResult result) {
        return rules.settle(claimed, result, NOON.minusMillis(40), NOON);
    }

    private Claimed fresh(EventType type) {
        WebhookEvent event = Samples.event(type, NOON);
        return new Claimed(Delivery.created("dlv_1", event, endpoint, NOON), endpoint, event, 1);
    }

    private static SendResult answered(int status) {
        return new Answered(status, Optional.empty(), "body");
    }
}
