package dev.sotto.server;

import dev.sotto.config.ConfigException;
import io.vertx.core.Future;
import java.net.BindException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Why a port cannot be listened on, in the words of the settings.
 *
 * @param group of the settings that name the address, such as {@code http}
 */
record ListenFault(String group, String host, int port) {
    private static final int PRIVILEGED_PORTS = 1024;
    private static final int CAUSES_MAX = 20;

    /** Any other failure stays as it is. Reads {@code /proc} where a port is taken; the server has not started yet. */
    <T> Future<T> explained(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < CAUSES_MAX; depth++) {
            if (cause instanceof BindException || cause instanceof SocketException) {
                return Future.failedFuture(new ConfigException(sentence(String.valueOf(cause.getMessage())), failure));
            }
            if (cause instanceof UnknownHostException || cause instanceof UnresolvedAddressException) {
                return Future.failedFuture(new ConfigException(
                        "%s.host %s: no address has this name; expected an address of this machine"
                                .formatted(group, host),
                        failure));
            }
            cause = cause.getCause();
        }
        return Future.failedFuture(failure);
    }

    private String sentence(String reason) {
        String text = reason.toLowerCase(Locale.ROOT);
        if (text.contains("permission denied") && port < PRIVILEGED_PORTS) {
            return "%s.port %d: this user may not listen on ports below %d; choose another, or let a proxy such as nginx listen there"
                    .formatted(group, port, PRIVILEGED_PORTS);
        }
        if (text.contains("assign requested address")) {
            return "%s.host %s: this machine has no such address; expected one of its own, 127.0.0.1 or 0.0.0.0"
                    .formatted(group, host);
        }
        if (text.contains("in use")) {
            String holder = PortHolder.find(Path.of("/proc"), port)
                    .map(PortHolder::toString)
                    .orElse("a process of another user or of a container; 'ss -ltnp' names it to root");
            return "%s.port %d: taken on %s by %s; stop that, or choose another port (SOTTO_%s_PORT%s)"
                    .formatted(
                            group,
                            port,
                            host,
                            holder,
                            group.toUpperCase(Locale.ROOT),
                            group.equals("http") ? ", --port" : "");
        }
        return "%s.port %d: cannot listen on %s: %s".formatted(group, port, host, reason);
    }
}
