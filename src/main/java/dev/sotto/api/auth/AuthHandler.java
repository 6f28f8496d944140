package dev.sotto.api.auth;

import dev.sotto.api.upload.BodyDrain;
import dev.sotto.fault.FaultException;
import dev.sotto.job.Tenant;
import dev.sotto.key.Admission;
import dev.sotto.key.KeyLimits;
import dev.sotto.key.Principal;
import dev.sotto.key.RequestRate;
import dev.sotto.key.Scope;
import dev.sotto.service.Caller;
import dev.sotto.service.Faults;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Stands before every operation: finds out who asks, whether the key allows it, and whether it has anything left. Waits for
 * nothing. Belongs to one event loop.
 */
public final class AuthHandler {
    private static final int KEY_CHARS_MAX = 512;
    /** Wrong keys that one {@link CallerNetwork} may send; further ones must wait. A right key passes: many callers may share it. */
    private static final RequestRate FAILURES = RequestRate.perMinute(60);

    private final Vertx vertx;
    private final AccessRules rules;
    private final ApiKeyCache keys;

    public AuthHandler(Vertx vertx, AccessRules rules, ApiKeyCache keys) {
        this.vertx = vertx;
        this.rules = rules;
        this.keys = keys;
    }

    /** The operation, for whoever has a key that allows it. */
    public Handler<RoutingContext> guard(KeyHeaders headers, Handler<RoutingContext> operation) {
        return guard(headers, operation, Need.METHOD);
    }

    /** As above, for an operation that has a recording transcribed: the key's audio of the day must not be used up. */
    public Handler<RoutingContext> guardAudio(KeyHeaders headers, Handler<RoutingContext> operation) {
        return guard(headers, operation, Need.AUDIO);
    }

    /** The operation, for keys with the scope admin alone: nobody is let in for want of keys. */
    public Handler<RoutingContext> guardAdmin(KeyHeaders headers, Handler<RoutingContext> operation) {
        return guard(headers, operation, Need.ADMIN);
    }

    /** As the first, for an operation that registers a webhook, which an address may have a limit of its own for. */
    public Handler<RoutingContext> guardWebhook(KeyHeaders headers, Handler<RoutingContext> operation) {
        return guard(headers, operation, Need.WEBHOOK);
    }

    /** The operation, for whoever has its link: no key is asked for, and the limits of addresses hold. */
    public Handler<RoutingContext> guardLink(Handler<RoutingContext> operation) {
        return context -> {
            context.response().putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
            try {
                checkAddress(context, Need.METHOD, rules.clock().instant());
            } catch (FaultException e) {
                context.fail(e);
                return;
            }
            operation.handle(context);
        };
    }

    /** What an operation asks for: the scope of its method, audio left of the day beside it, or the scope admin. */
    private enum Need {
        METHOD,
        AUDIO,
        WEBHOOK,
        ADMIN
    }

    private Handler<RoutingContext> guard(KeyHeaders headers, Handler<RoutingContext> handler, Need need) {
        return context -> {
            // A shared cache would show one key's things to others: it knows of Authorization, not of X-API-Key.
            context.response().putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
            try {
                Callers.put(context, admitted(context, headers, need).within(TraceParent.of(context.request())));
            } catch (FaultException e) {
                BodyDrain.discard(vertx, context.request());
                context.fail(e);
                return;
            }
            handler.handle(context);
        };
    }

    private Caller admitted(RoutingContext context, KeyHeaders headers, Need need) {
        Instant now = rules.clock().instant();
        long leftOfAddress = checkAddress(context, need, now);
        if (keys.isOpen()) {
            if (need == Need.ADMIN) {
                throw new FaultException(AuthFaults.noAdmin());
            }
            Callers.putStillAdmitted(context, keys::isOpen);
            return Caller.ANYBODY;
        }
        Principal principal = principal(context, headers, now);
        Callers.putStillAdmitted(
                context, () -> keys.isStillGood(principal, rules.clock().instant()));
        Scope needed =
                need == Need.ADMIN ? Scope.ADMIN : scope(context.request().method());
        if (!principal.may(needed)) {
            throw new FaultException(AuthFaults.forbidden(needed.wireName()));
        }
        principal.limits().rate().ifPresent(rate -> {
            Admission admission = rules.requests().admit(principal.keyId(), rate, now);
            if (!admission.isAdmitted() || admission.remaining() <= leftOfAddress) {
                putHeaders(context, admission.headers("requests"));
            }
            if (!admission.isAdmitted()) {
                throw new FaultException(AuthFaults.tooFast());
            }
        });
        if (need == Need.AUDIO) {
            checkQuota(context, principal, now);
        }
        return caller(principal);
    }

    /** By the address, before anybody looks at a key: how many more of its requests could pass, and headers that say so. */
    private long checkAddress(RoutingContext context, Need need, Instant now) {
        String network = CallerNetwork.of(context.request().remoteAddress());
        AddressLimits limits = rules.addresses();
        AddressLimits.Limit kind =
                switch (need) {
                    case AUDIO -> limits.recordings();
                    case WEBHOOK -> limits.webhooks();
                    case METHOD, ADMIN -> AddressLimits.Limit.NONE;
                };
        Optional<Admission> admission = limits.admit(network, kind, now);
        admission.ifPresent(known -> {
            putHeaders(context, known.headers("requests"));
            if (!known.isAdmitted()) {
                throw new FaultException(AuthFaults.tooFast());
            }
        });
        return admission.map(Admission::remaining).orElse(Long.MAX_VALUE);
    }

    private Principal principal(RoutingContext context, KeyHeaders headers, Instant now) {
        Optional<String> presented = headers.key(context.request());
        if (presented.isEmpty()) {
            context.response().putHeader("www-authenticate", "Bearer");
            throw new FaultException(AuthFaults.keyMissing());
        }
        Optional<Principal> known =
                presented.filter(key -> key.length() <= KEY_CHARS_MAX).flatMap(key -> keys.authenticate(key, now));
        if (known.isPresent()) {
            return known.get();
        }
        String network = CallerNetwork.of(context.request().remoteAddress());
        Admission failure = rules.failures().admit(network, FAILURES, now);
        if (!failure.isAdmitted()) {
            failure.retryAfterSeconds()
                    .ifPresent(seconds -> putHeaders(context, Map.of("retry-after", Long.toString(seconds))));
            throw new FaultException(AuthFaults.tooFast());
        }
        context.response().putHeader("www-authenticate", "Bearer error=\"invalid_token\"");
        throw new FaultException(AuthFaults.keyWrong());
    }

    private static Scope scope(HttpMethod method) {
        return method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD) ? Scope.READ : Scope.TRANSCRIBE;
    }

    private void checkQuota(RoutingContext context, Principal principal, Instant now) {
        principal.limits().audioSecondsPerDay().ifPresent(limit -> {
            Admission admission = keys.used(principal.owner(), now).admit(limit, now);
            putHeaders(context, admission.headers("audio-seconds"));
            if (!admission.isAdmitted()) {
                throw new FaultException(Faults.quotaUsed(limit));
            }
        });
    }

    private static void putHeaders(RoutingContext context, Map<String, String> headers) {
        headers.forEach(context.response()::putHeader);
    }

    private static Caller caller(Principal principal) {
        KeyLimits limits = principal.limits();
        Tenant tenant = new Tenant(
                principal.owner(),
                1,
                limits.runningMax().orElse(Integer.MAX_VALUE),
                limits.queuedMax().orElse(Integer.MAX_VALUE),
                limits.audioSecondsPerDay());
        return new Caller(tenant, limits.retention());
    }
}
