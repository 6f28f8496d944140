package dev.sotto.api.auth;

import dev.sotto.config.ServerConfig;
import dev.sotto.key.Admission;
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
 * @param audio those of them that have a recording transcribed
 * @param requests counts all
 * @param recordings counts those with a recording
 */
record AddressLimits(
        Optional<RequestRate> all, Optional<RequestRate> audio, RateLimiter requests, RateLimiter recordings) {

    static Optional<RequestRate> rate(Optional<ServerConfig.Rate> setting) {
        return setting.map(rate -> new RequestRate(rate.requests(), rate.period(), rate.requests()));
    }

    /** The tighter one of both limits; empty where neither is set. Only what both admit passes. */
    Optional<Admission> admit(String network, boolean isAudio, Instant now) {
        Optional<Admission> ofAll = all.map(rate -> requests.admit(network, rate, now));
        if (!isAudio || ofAll.filter(admission -> !admission.isAdmitted()).isPresent()) {
            return ofAll;
        }
        Optional<Admission> ofAudio = audio.map(rate -> recordings.admit(network, rate, now));
        return Stream.concat(ofAudio.stream(), ofAll.stream())
                .min(Comparator.comparing(Admission::isAdmitted).thenComparing(Admission::remaining));
    }
}
