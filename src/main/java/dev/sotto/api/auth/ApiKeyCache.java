package dev.sotto.api.auth;

import dev.sotto.bus.StoreCalls;
import dev.sotto.key.Authenticator;
import dev.sotto.key.DailyQuota;
import dev.sotto.key.KeySnapshot;
import dev.sotto.key.Principal;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The keys in memory, read anew every two seconds, so that admitting a request waits for nothing. */
public final class ApiKeyCache {
    private static final Logger LOG = LoggerFactory.getLogger(ApiKeyCache.class);
    public static final Duration EVERY = Duration.ofSeconds(2);

    private final AccessRules rules;
    private final Authenticator authenticator;
    private volatile KeySnapshot snapshot = KeySnapshot.EMPTY;
    private boolean isReading;

    public ApiKeyCache(AccessRules rules) {
        this.rules = rules;
        this.authenticator = new Authenticator(id -> snapshot.find(id), rules.adminKey());
    }

    public AccessRules rules() {
        return rules;
    }

    /** Done when the keys are known. */
    public Future<?> start(Vertx vertx) {
        StoreCalls store = StoreCalls.ofPromised(vertx);
        vertx.setPeriodic(EVERY.toMillis(), id -> {
            if (!isReading) {
                isReading = true;
                read(store).onComplete(done -> isReading = false, e -> {
                    isReading = false;
                    LOG.warn("cannot read the keys; the last known ones stay in use: {}", e.getMessage());
                });
            }
        });
        return read(store);
    }

    private Future<?> read(StoreCalls store) {
        return store.ask(() -> snapshot = rules.keys().snapshot());
    }

    /** Nobody has ever made a key, and that is allowed here. A revoked key is a key: it does not open the server again. */
    public boolean isOpen() {
        return rules.mayBeOpen()
                && rules.adminKey().isEmpty()
                && snapshot.keys().isEmpty();
    }

    Optional<Principal> authenticate(String presented, Instant now) {
        return authenticator.authenticate(presented, now);
    }

    boolean isStillGood(Principal bearer, Instant now) {
        return authenticator.isStillGood(bearer, now);
    }

    /** What the owner has used today, and has waiting. */
    DailyQuota used(String owner, Instant now) {
        DailyQuota used = snapshot.used().getOrDefault(owner, DailyQuota.startedAt(now));
        return used.charged(snapshot.waitingSeconds().getOrDefault(owner, 0L), now);
    }
}
