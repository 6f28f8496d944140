package dev.sotto;

import dev.sotto.api.AccessRules;
import dev.sotto.cli.CommandException;
import dev.sotto.config.ServerConfig;
import dev.sotto.key.KeyDesk;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.InstantSource;

/** Decides at the start who may use a server, and refuses to open one to a network by mistake. */
final class Admittance {
    private Admittance() {}

    /**
     * Blocks.
     *
     * @throws CommandException if the server would be open to whoever reaches it, and nobody said that it may
     */
    static AccessRules rules(ServerConfig config, KeyDesk keys) {
        String open = config.keys().openWhileNone();
        boolean isLoopback = isLoopback(config.http().host());
        boolean hasKeys = config.admin().key().isPresent() || !keys.list().isEmpty();
        if (!hasKeys && open.equals("loopback") && !isLoopback) {
            throw CommandException.settings(new IllegalStateException(
                    "http.host is %s and there is no API key: whoever reaches the port could use this server. Make one with 'sotto keys create NAME', or set SOTTO_ADMIN_KEY, or allow it by SOTTO_KEYS_OPEN_WHILE_NONE=anywhere, or listen on 127.0.0.1."
                            .formatted(config.http().host())));
        }
        boolean mayBeOpen = open.equals("anywhere") || (open.equals("loopback") && isLoopback);
        return new AccessRules(keys, config.admin().key(), mayBeOpen, InstantSource.system());
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            throw CommandException.settings(
                    new IllegalStateException("http.host: %s has no address on this machine".formatted(host), e));
        }
    }
}
