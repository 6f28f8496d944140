package dev.sotto.server;

import dev.sotto.config.ServerConfig;
import dev.sotto.data.DataStores;
import dev.sotto.job.ShortWork;
import dev.sotto.outbound.Cidr;
import dev.sotto.outbound.FetchLimits;
import dev.sotto.outbound.OutboundClient;
import dev.sotto.outbound.OutboundException;
import dev.sotto.outbound.OutboundOptions;
import dev.sotto.outbound.OutboundPolicy;
import dev.sotto.outbound.OutboundPolicy.Listener;
import dev.sotto.outbound.OutboundUrl;
import dev.sotto.outbound.SystemResolver;
import dev.sotto.worker.fetch.FetchExecutor;
import dev.sotto.worker.fetch.RefusingExecutor;
import dev.sotto.worker.job.JobExecutor;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;

/** The ways out of a server, as its settings allow them. */
final class OutboundFactory {
    private static final Duration RATE_WINDOW = Duration.ofSeconds(20);

    /**
     * Where this server listens.
     *
     * @param management empty if it has none
     */
    record OwnPorts(int api, OptionalInt management) {}

    private final ServerConfig config;

    OutboundFactory(ServerConfig config) {
        this.config = config;
    }

    /** For a URL as it is registered; its addresses are judged when it is asked. */
    Consumer<String> webhookCheck() {
        OutboundPolicy policy = policy(config.webhooks().allowedHosts(), Set.of());
        return check(policy::check);
    }

    /** Empty if nothing is fetched. */
    Optional<Consumer<String>> fetchCheck() {
        return config.fetch().enabled()
                ? Optional.of(check(policy(config.fetch().allowedHosts(), Set.of())::checkWithAddress))
                : Optional.empty();
    }

    private static Consumer<String> check(Consumer<OutboundUrl> policy) {
        return url -> {
            try {
                policy.accept(OutboundUrl.parse(url));
            } catch (OutboundException e) {
                throw new IllegalArgumentException(e.getMessage(), e);
            }
        };
    }

    /** @param ports that this server listens on: it is never asked itself */
    OutboundClient webhookClient(Vertx vertx, OwnPorts ports) {
        return client(vertx, policy(config.webhooks().allowedHosts(), own(ports)));
    }

    /** What brings recordings from URLs; makes its folder. Blocks. */
    JobExecutor fetcher(Vertx vertx, OwnPorts ports, DataStores stores) {
        ServerConfig.Fetch fetch = config.fetch();
        if (!fetch.enabled()) {
            return new RefusingExecutor();
        }
        FetchLimits limits = new FetchLimits(
                fetch.bytesMax(),
                fetch.timeout(),
                fetch.bytesPerSecondMin(),
                RATE_WINDOW,
                fetch.redirectsMax(),
                config.http().upload().freeBytesMin());
        OutboundClient client = client(vertx, policy(fetch.allowedHosts(), own(ports)));
        try {
            return new FetchExecutor(
                    vertx,
                    new FetchExecutor.Parts(
                            client,
                            limits,
                            FetchExecutor.emptied(config.data().folder().resolve("fetching")),
                            stores.blobs(),
                            new ShortWork(config.jobs().interactiveSeconds()),
                            new SecureRandom()));
        } catch (IOException e) {
            throw new UncheckedIOException("the folder for fetched recordings cannot be used", e);
        }
    }

    private OutboundClient client(Vertx vertx, OutboundPolicy policy) {
        OutboundOptions options = config.outbound()
                .certificates()
                .map(OutboundOptions.STANDARD::withCertificates)
                .orElse(OutboundOptions.STANDARD);
        return new OutboundClient(vertx, policy, new SystemResolver(vertx), options);
    }

    private OutboundPolicy policy(List<String> allowedHosts, Set<Listener> own) {
        ServerConfig.Outbound outbound = config.outbound();
        return new OutboundPolicy(
                outbound.plainHttp(),
                Set.copyOf(outbound.extraPorts()),
                allowedHosts,
                outbound.trustedHosts(),
                outbound.trustedCidrs().stream().map(Cidr::parse).toList(),
                own);
    }

    private Set<Listener> own(OwnPorts ports) {
        Set<Listener> own = new HashSet<>(listeners(config.http().host(), ports.api()));
        ports.management()
                .ifPresent(port -> own.addAll(listeners(config.management().host(), port)));
        return own;
    }

    /** All addresses of the name, whichever of them was bound. */
    private static List<Listener> listeners(String host, int port) {
        try {
            return Arrays.stream(InetAddress.getAllByName(host))
                    .map(address -> new Listener(address, port))
                    .toList();
        } catch (UnknownHostException e) {
            throw new IllegalStateException("the host that is listened on has no address", e);
        }
    }
}
