package dev.sotto.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.sotto.testing.RawReceiver;
import dev.sotto.testing.RawReceiver.Behaviour;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

/**
 * Receivers at two addresses of this machine: 127.0.0.2, which the policy of these tests trusts, and 127.0.0.1, which it
 * does not and which nobody may ever connect to.
 */
abstract class OutboundTestCase {
    static final String TRUSTED = "127.0.0.2";
    static final String FORBIDDEN = "127.0.0.1";

    static Vertx vertx;

    final ScriptedResolver resolver = new ScriptedResolver();
    private final List<RawReceiver> receivers = new ArrayList<>();
    private final List<OutboundClient> clients = new ArrayList<>();

    @BeforeAll
    static void open_vertx() {
        vertx = Vertx.vertx();
    }

    @AfterAll
    static void close_vertx() throws Exception {
        vertx.close().await(10, TimeUnit.SECONDS);
    }

    @AfterEach
    void close_receivers_and_clients() throws Exception {
        receivers.forEach(RawReceiver::close);
        for (OutboundClient client : clients) {
            client.close().await(10, TimeUnit.SECONDS);
        }
    }

    RawReceiver receiver(Behaviour behaviour) throws IOException {
        return kept(new RawReceiver(TRUSTED, 0, behaviour));
    }

    /** At the address that is not allowed, on the port of another. */
    RawReceiver decoy(RawReceiver other) throws IOException {
        return kept(new RawReceiver(FORBIDDEN, other.port(), RawReceiver.answering(200, "", "secret")));
    }

    RawReceiver kept(RawReceiver receiver) {
        receivers.add(receiver);
        return receiver;
    }

    OutboundClient client(OutboundOptions options) {
        Set<Integer> ports = new HashSet<>();
        receivers.forEach(receiver -> ports.add(receiver.port()));
        OutboundPolicy policy =
                new OutboundPolicy(true, ports, List.of(), List.of(), List.of(Cidr.parse(TRUSTED)), Set.of());
        OutboundClient client = new OutboundClient(vertx, policy, resolver, options);
        clients.add(client);
        return client;
    }

    static OutboundUrl url(String host, RawReceiver receiver, String path) {
        return OutboundUrl.parse("http://%s:%d%s".formatted(host, receiver.port(), path));
    }

    static <T> T await(Future<T> future) throws Exception {
        return future.await(20, TimeUnit.SECONDS);
    }

    /** The failure's kind. */
    static OutboundException fault(Future<?> future) {
        Throwable thrown = catchThrowable(() -> await(future));
        assertThat(thrown).isInstanceOf(OutboundException.class);
        return (OutboundException) thrown;
    }
}
