package dev.sotto.webhook;

import java.time.Instant;

/**
 * One thing that happened, with the body that reports it. The body is written once and stored: every attempt and every
 * replay sends the same bytes under the same id.
 *
 * @param id {@code webhook-id}: {@code msg_} and 128 random bits; the receiver's means to drop repeats
 * @param subject what it is about: the job's id, or the endpoint's for a test
 * @param body JSON; its UTF-8 bytes are signed and sent
 */
public record WebhookEvent(String id, EventType type, String subject, Instant occurredAt, String body) {}
