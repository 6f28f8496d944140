package dev.sotto.api.auth;

import dev.sotto.config.ServerConfig;
import dev.sotto.key.Admission;
import dev.sotto.key.MemoryRateLimiter;
import dev.sotto.key.RateLimiter;
import dev.sotto.key.RequestRate;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How many requests one {@link CallerNetwork} may send, whoever asks.
 *
 * @param all of its requests to operations that not everybody may call
 * @param recordings those of them that have a recording transcribed
 * @param webhooks those of them that register a webhook
 */
record AddressLimits(Limit all, Limit recordings, Limit webhooks) {
    private static final int NETWORKS_COUNTED_MAX = 20_000;

    /** Admits whatever comes. */
    static final AddressLimits NONE = new AddressLimits(Limit.NONE, Limit.NONE, Limit.NONE);

    /**
     * One rate, and who counts.
     *
     * @param rate empty where there is no limit
     */
    record Limit(Optional<RequestRate> rate, RateLimiter counter) {
        static final Limit NONE = of(Optional.empty());

        static Limit of(Optional<ServerConfig.Rate> setting) {
            return new Limit(
                    setting.map(rate -> new RequestRate(rate.requests(), rate.period(), rate.requests())),
                    new MemoryRateLimiter(NETWORKS_COUNTED_MAX));
        }

        private Optional<Admission> admit(String network, Instant now) {
            return rate.map(some -> counter.admit(network, some, now));
        }
    }

    static AddressLimits of(ServerConfig.Http http) {
        return new AddressLimits(
                Limit.of(http.addressRate()), Limit.of(http.addressAudioRate()), Limit.of(http.addressWebhookRate()));
    }

    /**
     * The tighter one of both limits; empty where neither is set. Only what both admit passes.
     *
     * @param kind of the request's kind, beside that of all
     */
    Optional<Admission> admit(String network, Limit kind, Instant now) {
        Optional<Admission> ofAll = all.admit(network, now);
        if (ofAll.filter(admission -> !admission.isAdmitted()).isPresent()) {
            return ofAll;
        }
        return Stream.concat(kind.admit(network, now).stream(), ofAll.stream())
                .min(Comparator.comparing(Admission::isAdmitted).thenComparing(Admission::remaining));
    }
}
