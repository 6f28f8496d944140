package dev.sotto.webhook;

import dev.sotto.webhook.sign.SecretRing;
import dev.sotto.webhook.sign.SignatureForm;
import java.net.URI;
import java.util.Map;

/**
 * A receiver. One job's own webhook is an endpoint too.
 *
 * @param owner the tenant; nobody else sees or uses it
 * @param url absolute; checked before it is stored, and its address again at every attempt
 * @param headers the caller's own, checked by {@link CallerHeaders}; may hold a credential
 * @param status whether it still gets anything, and since when it has failed
 */
public record Endpoint(
        String id,
        String owner,
        URI url,
        SignatureForm form,
        SecretRing secrets,
        Map<String, String> headers,
        EndpointStatus status) {
    public Endpoint {
        headers = Map.copyOf(headers);
    }

    public Endpoint with(EndpointStatus changed) {
        return new Endpoint(id, owner, url, form, secrets, headers, changed);
    }

    public Endpoint with(SecretRing changed) {
        return new Endpoint(id, owner, url, form, changed, headers, status);
    }

    public Destination destination() {
        return Destination.of(owner, url);
    }

    /** Without the query, which may hold a credential, and without headers. */
    @Override
    public String toString() {
        return "Endpoint[%s, %s, %s]".formatted(id, destination(), status);
    }
}
