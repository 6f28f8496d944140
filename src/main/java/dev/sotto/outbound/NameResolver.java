package dev.sotto.outbound;

import io.vertx.core.Future;
import java.net.InetAddress;
import java.util.List;

/** Finds the addresses of a host name. Never blocks its caller. */
public interface NameResolver {
    /** All of them, in the order to be tried; fails if there is none. Asked anew for every connection. */
    Future<List<InetAddress>> resolve(String host);
}
