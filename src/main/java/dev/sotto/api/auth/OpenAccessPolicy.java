package dev.sotto.api.auth;

import dev.sotto.config.ConfigException;
import dev.sotto.config.ServerConfig;
import dev.sotto.key.ApiKeyStore;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decides at the start who may use a server, and refuses to open one to a network by mistake. */
public final class OpenAccessPolicy {
    private static final Logger LOG = LoggerFactory.getLogger(OpenAccessPolicy.class);

    private OpenAccessPolicy() {}

    /**
     * Blocks.
     *
     * @param clock the wall's
     * @throws ConfigException if the server would be open to whoever reaches it, and nobody said that it may
     */
    public static AccessRules rules(ServerConfig config, ApiKeyStore keys, InstantSource clock) {
        String open = config.auth().anonymous();
        boolean isLoopback = isLoopback(config.http().host());
        boolean hasKeys = config.admin().key().isPresent() || !keys.list().isEmpty();
        if (!hasKeys && open.equals("loopback") && !isLoopback) {
            throw new ConfigException(
                    "http.host is %s and there is no API key: whoever reaches the port could use this server. Make one with 'sotto keys create NAME', or set SOTTO_ADMIN_KEY, or allow it by SOTTO_AUTH_ANONYMOUS=anywhere, or listen on 127.0.0.1."
                            .formatted(config.http().host()),
                    null);
        }
        if (!hasKeys && open.equals("anywhere") && !isLoopback) {
            LOG.warn(
                    "ANYBODY WHO REACHES PORT {} MAY USE THIS SERVER: it listens on {}, and no API key is needed. Close it in one of two ways: make a key (SOTTO_ADMIN_KEY, or 'sotto keys create NAME'), or let only this machine reach the port (http.host: 127.0.0.1; for a container, publish it as -p 127.0.0.1:{}:{}).",
                    config.http().port(),
                    config.http().host(),
                    config.http().port(),
                    config.http().port());
        }
        boolean mayBeOpen = open.equals("anywhere") || (open.equals("loopback") && isLoopback);
        return new AccessRules(keys, config.admin().key(), mayBeOpen, clock)
                .withAddressLimits(AddressLimits.of(config.http()));
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            throw new ConfigException("http.host: %s has no address on this machine".formatted(host), e);
        }
    }
}
