package dev.sotto.config;

import java.util.Map;
import java.util.Optional;

/** Keys of earlier versions, each with the key that replaces it. They are refused, since a setting that is ignored may open a server. */
final class RenamedSettings {
    static final Map<String, String> NEW_KEYS = Map.of(
            "keys.open-while-none", "auth.anonymous",
            "jobs.keep-result", "jobs.retention",
            "jobs.keep-failed", "jobs.failed-retention",
            "jobs.slowest-factor", "jobs.max-realtime-factor",
            "outbound.trusted-nets", "outbound.trusted-cidrs",
            "webhooks.only-hosts", "webhooks.allowed-hosts",
            "fetch.only-hosts", "fetch.allowed-hosts");

    private RenamedSettings() {}

    /** The end of the refusal of a key, such as {@code was renamed; use jobs.retention}. */
    static Optional<String> ofKey(String key) {
        return Optional.ofNullable(NEW_KEYS.get(key)).map("was renamed; use %s"::formatted);
    }

    /** As above, for an environment variable. */
    static Optional<String> ofVariable(String name) {
        return NEW_KEYS.entrySet().stream()
                .filter(renamed -> Setting.environmentName(renamed.getKey()).equals(name))
                .map(renamed -> "was renamed; use %s".formatted(Setting.environmentName(renamed.getValue())))
                .findFirst();
    }

    /** Whether an earlier version had keys below this one. */
    static boolean hasGroup(String key) {
        return NEW_KEYS.keySet().stream().anyMatch(old -> old.startsWith(key + "."));
    }
}
