package dev.sotto.key;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What a key allows. */
public enum Scope {
    /** Submit, cancel and delete one's own jobs, and set their webhooks. */
    TRANSCRIBE,
    /** See one's own jobs, results and deliveries. */
    READ,
    /** Keys, models, and every tenant's jobs. Includes the others. */
    ADMIN;

    public static boolean allows(Set<Scope> held, Scope asked) {
        return held.contains(ADMIN) || held.contains(asked);
    }

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Scope> named(String wireName) {
        for (Scope scope : values()) {
            if (scope.wireName().equals(wireName)) {
                return Optional.of(scope);
            }
        }
        return Optional.empty();
    }
}
