package dev.sotto.api.auth;

import dev.sotto.fault.Fault;
import dev.sotto.fault.FaultCode;

/** Why a caller is not let in. */
final class AuthFaults {
    private AuthFaults() {}

    static Fault keyMissing() {
        return Fault.of(
                FaultCode.MISSING_API_KEY,
                "You did not provide an API key. Send it in the header Authorization as 'Bearer KEY', or in"
                        + " X-API-Key.");
    }

    static Fault keyWrong() {
        return Fault.of(FaultCode.INVALID_API_KEY, "The API key is not valid here: mistyped, expired or revoked.");
    }

    static Fault forbidden(String scope) {
        return Fault.of(
                FaultCode.INSUFFICIENT_SCOPE, "This API key may not do that; it lacks the scope %s.".formatted(scope));
    }

    static Fault noAdmin() {
        return Fault.of(
                FaultCode.INSUFFICIENT_SCOPE,
                "This needs a key with the scope admin, and this server has no key yet; its operator sets"
                        + " SOTTO_ADMIN_KEY or calls 'sotto keys create NAME --scope admin'.");
    }

    /** How long to wait stands in the answer's headers. */
    static Fault tooFast() {
        return Fault.of(
                FaultCode.RATE_LIMIT_EXCEEDED,
                "Too many requests; please slow down and wait as long as Retry-After says.");
    }
}
