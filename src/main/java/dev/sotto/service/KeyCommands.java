package dev.sotto.service;

import dev.sotto.bus.StoreCalls;
import dev.sotto.fault.FaultException;
import dev.sotto.key.ApiKeyStore;
import dev.sotto.key.KeyLimits;
import dev.sotto.key.KeyOwners;
import dev.sotto.key.KeyRecord;
import dev.sotto.key.NewKey;
import dev.sotto.key.Scope;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Keys as their administrator makes and revokes them; whether the caller is one is checked before. What is answered is on
 * disk. Futures fail with {@link FaultException} or {@link dev.sotto.job.port.StoreException}. Belongs to one event loop.
 */
public final class KeyCommands {
    /** Keys that a page has at most. */
    public static final int PAGE_MAX = 999;

    private final StoreCalls calls;
    private final ApiKeyStore keys;
    private final InstantSource clock;
    private final SecureRandom random;

    KeyCommands(Vertx vertx, ApiKeyStore keys, SecureRandom random, InstantSource clock) {
        this.calls = StoreCalls.of(vertx);
        this.keys = keys;
        this.random = random;
        this.clock = clock;
    }

    /**
     * What is asked for.
     *
     * @param owner empty means one named as the key, if no other key has it
     * @param lifetime from now; empty means for good
     */
    public record Order(
            String name, Optional<String> owner, Set<Scope> scopes, KeyLimits limits, Optional<Duration> lifetime) {}

    /** A new key, with the text that is shown this once. A running server accepts it within seconds. */
    public Future<NewKey> create(Order order) {
        return calls.ask(() -> add(order));
    }

    private synchronized NewKey add(Order order) {
        Instant now = clock.instant();
        try {
            String owner = KeyOwners.choose(keys.list(), order.name(), order.owner(), "the field owner with");
            NewKey key = NewKey.make(
                    new NewKey.Order(
                            owner,
                            order.name(),
                            order.scopes(),
                            order.limits(),
                            order.lifetime().map(now::plus)),
                    random,
                    now);
            keys.add(key.stored());
            return key;
        } catch (IllegalArgumentException e) {
            String field = order.owner().isPresent() ? "owner" : "name";
            throw new FaultException(Faults.invalidValue(field, sentence(String.valueOf(e.getMessage()))));
        }
    }

    private static String sentence(String message) {
        return Character.toUpperCase(message.charAt(0)) + message.substring(1) + ".";
    }

    /** A page, newest first, the revoked and expired ones among them. */
    public Future<Page<KeyRecord>> list(PageRequest page) {
        return calls.ask(() -> {
            List<KeyRecord> all = new ArrayList<>(keys.list());
            Collections.reverse(all);
            int from = page.after().map(id -> behind(all, id)).orElse(0);
            return Page.of(all.subList(from, Math.min(all.size(), from + page.limitOfStore())), page.limit());
        });
    }

    private static int behind(List<KeyRecord> all, String id) {
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).id().equals(id)) {
                return i + 1;
            }
        }
        throw new FaultException(Faults.unknownCursor(id));
    }

    /** For good; one that was revoked before stays as it is. A running server refuses it within seconds. */
    public Future<KeyRecord> revoke(String id) {
        return calls.ask(() -> {
            boolean isKnown = keys.revoke(id, clock.instant());
            return keys.list().stream()
                    .filter(key -> isKnown && key.id().equals(id))
                    .findFirst()
                    .orElseThrow(() -> new FaultException(Faults.unknownKey(id)));
        });
    }
}
