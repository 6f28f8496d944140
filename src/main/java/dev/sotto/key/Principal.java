package dev.sotto.key;

import java.util.Set;

/**
 * Who asks, once it is known.
 *
 * @param keyId to count by
 * @param owner the tenant whose things it sees
 */
public record Principal(String keyId, String owner, Set<Scope> scopes, KeyLimits limits) {
    public Principal {
        scopes = Set.copyOf(scopes);
    }

    public boolean may(Scope scope) {
        return Scope.allows(scopes, scope);
    }
}
