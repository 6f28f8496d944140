package dev.sotto.outbound;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Asks the operating system, so that its hosts file and search domains count. A look-up blocks a thread of a pool of its
 * own; one name is looked up once at a time, so that a name whose servers are silent holds one thread.
 */
public final class SystemResolver implements NameResolver, AutoCloseable {
    private static final int THREADS = 32;
    private static final int LOOKUPS_MAX = 512;

    private final WorkerExecutor threads;
    private final Map<String, Future<List<InetAddress>>> running = new ConcurrentHashMap<>();

    public SystemResolver(Vertx vertx) {
        threads = vertx.createSharedWorkerExecutor("outbound-names", THREADS);
    }

    @Override
    public Future<List<InetAddress>> resolve(String host) {
        if (running.size() >= LOOKUPS_MAX) {
            return Future.failedFuture(
                    new IllegalStateException("%d names are being looked up".formatted(LOOKUPS_MAX)));
        }
        Future<List<InetAddress>> lookup = running.computeIfAbsent(
                host, name -> threads.executeBlocking(() -> List.of(InetAddress.getAllByName(name)), false));
        lookup.onComplete(any -> running.remove(host, lookup));
        return lookup;
    }

    @Override
    public void close() {
        threads.close();
    }
}
