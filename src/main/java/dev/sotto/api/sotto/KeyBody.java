package dev.sotto.api.sotto;

import dev.sotto.fault.FaultException;
import dev.sotto.key.KeyLimits;
import dev.sotto.key.RequestRate;
import dev.sotto.key.Scope;
import dev.sotto.service.Faults;
import dev.sotto.service.KeyCommands;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** A JSON body that asks for a key. */
final class KeyBody {
    private static final Set<String> FIELDS = Set.of("name", "owner", "scopes", "expires_in_seconds", "limits");
    private static final Set<String> LIMITS =
            Set.of("requests_per_minute", "running_max", "queued_max", "audio_seconds_per_day", "retention_seconds");
    private static final int NAME_CHARS_MAX = 128;
    private static final long SECONDS_MAX = Duration.ofDays(36_500).toSeconds();

    private final JsonObject body;

    private KeyBody(JsonObject body) {
        this.body = body;
    }

    /** @throws FaultException naming what is wrong */
    static KeyCommands.Order order(JsonObject body) {
        known(body, FIELDS);
        return new KeyBody(body).order();
    }

    private static void known(JsonObject object, Set<String> fields) {
        for (String name : object.fieldNames()) {
            if (!fields.contains(name)) {
                throw new FaultException(Faults.unexpected(
                        "field",
                        name,
                        "one of " + String.join(", ", fields.stream().sorted().toList())));
            }
        }
    }

    private KeyCommands.Order order() {
        String name = text("name").orElseThrow(() -> new FaultException(Faults.missing("name")));
        if (name.length() > NAME_CHARS_MAX || name.chars().anyMatch(Character::isISOControl)) {
            throw new FaultException(
                    Faults.unexpected("name", name, "up to %d characters on one line".formatted(NAME_CHARS_MAX)));
        }
        return new KeyCommands.Order(
                name,
                text("owner"),
                scopes(),
                limits(),
                number(body, "expires_in_seconds", 1, SECONDS_MAX).map(Duration::ofSeconds));
    }

    private Optional<String> text(String field) {
        Object value = body.getValue(field);
        if (value == null) {
            return Optional.empty();
        }
        if (value instanceof String text && !text.isBlank()) {
            return Optional.of(text.strip());
        }
        throw new FaultException(Faults.unexpected(field, String.valueOf(value), "a text"));
    }

    private Set<Scope> scopes() {
        Object value = body.getValue("scopes");
        if (value == null) {
            return EnumSet.of(Scope.TRANSCRIBE, Scope.READ);
        }
        EnumSet<Scope> scopes = EnumSet.noneOf(Scope.class);
        if (value instanceof JsonArray list) {
            list.forEach(scope -> scopes.add(Scope.named(String.valueOf(scope)).orElseThrow(KeyBody::noScopes)));
        }
        if (scopes.isEmpty()) {
            throw noScopes();
        }
        return scopes;
    }

    private static FaultException noScopes() {
        return new FaultException(
                Faults.invalidValue("scopes", "scopes must be a list of transcribe, read or admin, and not empty."));
    }

    private KeyLimits limits() {
        Object value = body.getValue("limits");
        if (value == null) {
            return KeyLimits.NONE;
        }
        if (!(value instanceof JsonObject limits)) {
            throw new FaultException(Faults.unexpected("limits", String.valueOf(value), "an object"));
        }
        known(limits, LIMITS);
        return new KeyLimits(
                number(limits, "requests_per_minute", 1, 1_000_000)
                        .map(Long::intValue)
                        .map(RequestRate::perMinute),
                number(limits, "running_max", 1, Integer.MAX_VALUE).map(Long::intValue),
                number(limits, "queued_max", 0, Integer.MAX_VALUE).map(Long::intValue),
                number(limits, "audio_seconds_per_day", 0, SECONDS_MAX),
                number(limits, "retention_seconds", 1, SECONDS_MAX).map(Duration::ofSeconds));
    }

    private static Optional<Long> number(JsonObject object, String field, long min, long max) {
        Object value = object.getValue(field);
        if (value == null) {
            return Optional.empty();
        }
        if ((value instanceof Integer || value instanceof Long)
                && ((Number) value).longValue() >= min
                && ((Number) value).longValue() <= max) {
            return Optional.of(((Number) value).longValue());
        }
        throw new FaultException(
                Faults.unexpected(field, String.valueOf(value), "a whole number from %d to %d".formatted(min, max)));
    }
}
