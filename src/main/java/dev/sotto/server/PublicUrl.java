package dev.sotto.server;

import dev.sotto.config.ServerConfig;
import java.net.URI;
import java.util.Optional;

/** How others reach this server: as the settings say, else by its host and port. */
final class PublicUrl {
    private PublicUrl() {}

    /**
     * Without a slash at its end.
     *
     * @param port listened on
     */
    static String of(ServerConfig.Http http, int port) {
        Optional<URI> given = http.publicUrl();
        if (given.isPresent()) {
            return given.get().toString();
        }
        String host = http.host();
        String reachable = host.equals("0.0.0.0") || host.equals("::") ? "localhost" : host;
        return "http://%s:%d".formatted(reachable.contains(":") ? "[" + reachable + "]" : reachable, port);
    }
}
