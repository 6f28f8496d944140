package dev.sotto.api.auth;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where clients of a surface put their key: as a bearer token in {@code Authorization}, or alone in another header. Never in
 * the query: it would stand in logs.
 *
 * @param names of the other headers, in lower case, in the order in which they are looked at
 */
public record KeyHeaders(List<String> names) {
    public static final KeyHeaders STANDARD = new KeyHeaders(List.of("x-api-key", "x-admin-api-key"));

    private static final Pattern BEARER = Pattern.compile("bearer +(\\S+) *", Pattern.CASE_INSENSITIVE);
    private static final Pattern BEARER_SCHEME = Pattern.compile("bearer( .*)?", Pattern.CASE_INSENSITIVE);

    public KeyHeaders {
        names = List.copyOf(names);
    }

    /**
     * The key as sent; empty text, which no key is, for a bearer token that cannot be read. Another scheme of {@code Authorization}
     * holds no key: it may be meant for a proxy in front.
     */
    Optional<String> key(HttpServerRequest request) {
        String authorization = request.getHeader(HttpHeaders.AUTHORIZATION);
        if (authorization != null
                && BEARER_SCHEME.matcher(authorization.strip()).matches()) {
            Matcher bearer = BEARER.matcher(authorization.strip());
            return Optional.of(bearer.matches() ? bearer.group(1) : "");
        }
        return names.stream()
                .flatMap(name -> Optional.ofNullable(request.getHeader(name)).stream())
                .map(String::strip)
                .filter(key -> !key.isEmpty())
                .findFirst();
    }
}
