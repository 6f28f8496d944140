package dev.sotto.webhook;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * One record of the delivery log.
 *
 * @param number from 1, over all replays of the delivery
 * @param status of the answer, if one came
 * @param answerHead first kilobyte of the answer's body, as text; from outside, so shown only as text
 */
public record DeliveryAttempt(
        String deliveryId,
        int number,
        Instant startedAt,
        Duration took,
        AttemptOutcome outcome,
        Optional<Integer> status,
        String answerHead) {}
