package dev.sotto.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.testing.RawReceiver;
import dev.sotto.testing.RawReceiver.Request;
import dev.sotto.testing.TestCertificate;
import io.vertx.core.Future;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("heavy")
class OutboundClientTest extends OutboundTestCase {
    private static final Duration SHORT = Duration.ofMillis(300);

    @Test
    void post_arrives_at_the_judged_address_with_the_name_it_was_sent_to() throws Exception {
        RawReceiver receiver = receiver(RawReceiver.answering(202, "retry-after: 7", "thanks"));
        resolver.with("hooks.example", TRUSTED);
        OutboundAnswer answer = await(client(OutboundOptions.STANDARD)
                .post(url("hooks.example", receiver, "/in?x=1"), Map.of("webhook-id", "msg_1"), "{\"t\":\"é\"}"));
        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.retryAfter()).contains("7");
        assertThat(answer.bodyHead()).isEqualTo("thanks");
        Request request = receiver.requests().get(0);
        assertThat(request.line()).isEqualTo("POST /in?x=1 HTTP/1.1");
        assertThat(request.body()).isEqualTo("{\"t\":\"é\"}");
        assertThat(request.headers())
                .containsEntry("host", "hooks.example:" + receiver.port())
                .containsEntry("webhook-id", "msg_1")
                .containsEntry("content-length", "10");
    }

    @Test
    void name_that_changes_its_address_after_the_check_is_asked_once_and_never_followed() throws Exception {
        RawReceiver receiver = receiver(RawReceiver.answering(200, "", ""));
        RawReceiver decoy = decoy(receiver);
        resolver.with("rebind.example", TRUSTED, FORBIDDEN);
        OutboundClient client = client(OutboundOptions.STANDARD);
        await(client.post(url("rebind.example", receiver, "/"), Map.of(), ""));
        assertThat(resolver.asked()).containsExactly("rebind.example");
        assertThat(receiver.requests()).hasSize(1);

        assertThat(fault(client.post(url("rebind.example", receiver, "/"), Map.of(), ""))
                        .error())
                .isEqualTo(OutboundError.NAME_UNKNOWN);
        assertThat(decoy.connections()).isZero();
    }

    @Test
    void name_with_a_forbidden_and_an_allowed_address_goes_to_the_allowed_one() throws Exception {
        RawReceiver receiver = receiver(RawReceiver.answering(200, "", ""));
        RawReceiver decoy = decoy(receiver);
        resolver.with("mixed.example", FORBIDDEN + "," + TRUSTED);
        await(client(OutboundOptions.STANDARD).post(url("mixed.example", receiver, "/"), Map.of(), ""));
        assertThat(receiver.requests()).hasSize(1);
        assertThat(decoy.connections()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "[::1]",
                "[::ffff:127.0.0.1]",
                "[::ffff:7f00:1]",
                "[64:ff9b::7f00:1]",
                "[2002:7f00:1::]"
            })
    void literal_addresses_are_judged_without_a_name_server(String literal) throws Exception {
        RawReceiver decoy = kept(new RawReceiver(FORBIDDEN, 0, RawReceiver.answering(200, "", "secret")));
        OutboundException fault = fault(client(OutboundOptions.STANDARD).post(url(literal, decoy, "/"), Map.of(), ""));
        assertThat(fault.error()).isEqualTo(OutboundError.ADDRESS_REFUSED);
        assertThat(decoy.connections()).isZero();
        assertThat(resolver.asked()).isEmpty();
    }

    @Test
    void post_follows_no_redirect() throws Exception {
        RawReceiver receiver = receiver(
                (request, out) -> out.write("HTTP/1.1 302 Found\r\nlocation: http://%s:%s/\r\ncontent-length: 0\r\n\r\n"
                        .formatted(FORBIDDEN, request.headers().get("host").split(":")[1])
                        .getBytes(StandardCharsets.US_ASCII)));
        RawReceiver decoy = decoy(receiver);
        OutboundAnswer answer = await(client(OutboundOptions.STANDARD).post(url(TRUSTED, receiver, "/"), Map.of(), ""));
        assertThat(answer.status()).isEqualTo(302);
        assertThat(decoy.connections()).isZero();
    }

    @Test
    void receiver_that_never_answers_is_left_at_the_deadline() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        RawReceiver receiver = receiver((request, out) -> never.await());
        OutboundException fault = fault(client(OutboundOptions.STANDARD.withPostTimeout(SHORT))
                .post(url(TRUSTED, receiver, "/"), Map.of(), "{}"));
        assertThat(fault.error()).isEqualTo(OutboundError.TIMED_OUT);
        never.countDown();
    }

    @Test
    void receiver_that_begins_an_answer_and_stalls_is_left_at_the_deadline() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        RawReceiver receiver = receiver((request, out) -> {
            out.write("HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nab".getBytes(StandardCharsets.US_ASCII));
            out.flush();
            never.await();
        });
        OutboundException fault = fault(client(OutboundOptions.STANDARD.withPostTimeout(SHORT))
                .post(url(TRUSTED, receiver, "/"), Map.of(), "{}"));
        assertThat(fault.error()).isEqualTo(OutboundError.TIMED_OUT);
        never.countDown();
    }

    @Test
    void name_server_that_never_answers_is_left_at_the_deadline() throws Exception {
        RawReceiver receiver = receiver(RawReceiver.answering(200, "", ""));
        OutboundPolicy policy = OutboundPolicy.STRICT;
        OutboundClient client = new OutboundClient(
                vertx, policy, host -> Future.future(promise -> {}), OutboundOptions.STANDARD.withPostTimeout(SHORT));
        assertThat(fault(client.post(OutboundUrl.parse("https://a.example/"), Map.of(), ""))
                        .error())
                .isEqualTo(OutboundError.TIMED_OUT);
        assertThat(receiver.connections()).isZero();
        await(client.close());
    }

    @Test
    void endless_answer_is_cut_off_and_its_status_counts() throws Exception {
        AtomicLong sent = new AtomicLong();
        RawReceiver receiver = receiver((request, out) -> {
            out.write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            byte[] block = "x".repeat(8192).getBytes(StandardCharsets.US_ASCII);
            while (sent.addAndGet(block.length) < 1_000_000_000L) {
                out.write(block);
            }
        });
        OutboundAnswer answer = await(client(OutboundOptions.STANDARD).post(url(TRUSTED, receiver, "/"), Map.of(), ""));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.bodyHead()).isEqualTo("x".repeat(1024));
        assertThat(sent.get()).isLessThan(100_000_000L);
    }

    @Test
    void what_is_not_http_is_a_broken_answer() throws Exception {
        RawReceiver receiver =
                receiver((request, out) -> out.write("SSH-2.0-OpenSSH_9\r\n\r\n".getBytes(StandardCharsets.US_ASCII)));
        assertThat(fault(client(OutboundOptions.STANDARD).post(url(TRUSTED, receiver, "/"), Map.of(), ""))
                        .error())
                .isEqualTo(OutboundError.ANSWER_BROKEN);
    }

    @Test
    void connection_closed_without_an_answer_is_a_broken_answer() throws Exception {
        RawReceiver receiver = receiver((request, out) -> {});
        assertThat(fault(client(OutboundOptions.STANDARD).post(url(TRUSTED, receiver, "/"), Map.of(), ""))
                        .error())
                .isEqualTo(OutboundError.ANSWER_BROKEN);
    }

    @Test
    void port_where_nobody_listens_and_name_that_nobody_knows_have_kinds_of_their_own() throws Exception {
        RawReceiver receiver = receiver(RawReceiver.answering(200, "", ""));
        OutboundClient client = client(OutboundOptions.STANDARD);
        OutboundUrl url = url(TRUSTED, receiver, "/");
        receiver.close();
        assertThat(fault(client.post(url, Map.of(), "")).error()).isEqualTo(OutboundError.CONNECT_FAILED);
        assertThat(fault(client.post(url("nobody.example", receiver, "/"), Map.of(), ""))
                        .error())
                .isEqualTo(OutboundError.NAME_UNKNOWN);
    }

    @Test
    void second_address_is_tried_when_the_first_gives_no_connection() throws Exception {
        RawReceiver receiver = receiver(RawReceiver.answering(200, "", ""));
        int port = receiver.port();
        OutboundPolicy policy = new OutboundPolicy(
                true, Set.of(port), List.of(), List.of(), List.of(Cidr.parse("127.0.0.0/8")), Set.of());
        resolver.with("two.example", "127.0.0.3," + TRUSTED);
        OutboundClient client = new OutboundClient(vertx, policy, resolver, OutboundOptions.STANDARD);
        assertThat(await(client.post(url("two.example", receiver, "/"), Map.of(), ""))
                        .status())
                .isEqualTo(200);
        await(client.close());
    }

    @Test
    void ports_and_plain_http_that_are_not_allowed_get_no_connection() throws Exception {
        try (ServerSocket closed = new ServerSocket(0)) {
            OutboundUrl url = OutboundUrl.parse("http://a.example:" + closed.getLocalPort() + "/");
            assertThat(fault(client(OutboundOptions.STANDARD).post(url, Map.of(), ""))
                            .error())
                    .isEqualTo(OutboundError.TARGET_REFUSED);
        }
        OutboundClient strict = new OutboundClient(vertx, OutboundPolicy.STRICT, resolver, OutboundOptions.STANDARD);
        assertThat(fault(strict.post(OutboundUrl.parse("http://a.example/"), Map.of(), ""))
                        .error())
                .isEqualTo(OutboundError.URL_REFUSED);
        assertThat(resolver.asked()).isEmpty();
        await(strict.close());
    }

    @Test
    void more_requests_than_may_be_under_way_are_refused_and_places_come_back() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        RawReceiver receiver = receiver((request, out) -> {
            go.await();
            RawReceiver.answering(200, "", "").answer(request, out);
        });
        OutboundClient client = client(OutboundOptions.STANDARD.withConnectionsMax(2));
        Future<OutboundAnswer> first = client.post(url(TRUSTED, receiver, "/"), Map.of(), "");
        Future<OutboundAnswer> second = client.post(url(TRUSTED, receiver, "/"), Map.of(), "");
        assertThat(fault(client.post(url(TRUSTED, receiver, "/"), Map.of(), "")).error())
                .isEqualTo(OutboundError.BUSY);
        go.countDown();
        await(first);
        await(second);
        assertThat(await(client.post(url(TRUSTED, receiver, "/"), Map.of(), "")).status())
                .isEqualTo(200);
    }

    @Test
    void tls_names_the_host_and_checks_its_certificate(@TempDir Path folder) throws Exception {
        TestCertificate certificate = new TestCertificate(folder, "receiver.example");
        RawReceiver receiver =
                kept(new RawReceiver(certificate.serverSockets(), TRUSTED, 0, RawReceiver.answering(200, "", "ok")));
        resolver.with("receiver.example", TRUSTED).with("other.example", TRUSTED);
        OutboundClient trusting = client(OutboundOptions.STANDARD.withCertificates(certificate.pem()));
        assertThat(await(trusting.post(tls("receiver.example", receiver), Map.of(), ""))
                        .status())
                .isEqualTo(200);
        assertThat(receiver.requests().get(0).serverName()).contains("receiver.example");

        assertThat(fault(trusting.post(tls("other.example", receiver), Map.of(), ""))
                        .error())
                .isEqualTo(OutboundError.TLS_FAILED);
        assertThat(fault(client(OutboundOptions.STANDARD).post(tls("receiver.example", receiver), Map.of(), ""))
                        .error())
                .isEqualTo(OutboundError.TLS_FAILED);
        assertThat(receiver.requests()).hasSize(1);
    }

    @Test
    void system_resolver_finds_this_machine_and_its_finding_is_judged() throws Exception {
        RawReceiver decoy = kept(new RawReceiver(FORBIDDEN, 0, RawReceiver.answering(200, "", "secret")));
        try (SystemResolver system = new SystemResolver(vertx)) {
            OutboundPolicy policy =
                    new OutboundPolicy(true, Set.of(decoy.port()), List.of(), List.of(), List.of(), Set.of());
            OutboundClient client = new OutboundClient(vertx, policy, system, OutboundOptions.STANDARD);
            assertThat(fault(client.post(url("localhost", decoy, "/"), Map.of(), ""))
                            .error())
                    .isEqualTo(OutboundError.NAME_UNKNOWN);
            assertThat(decoy.connections()).isZero();
            await(client.close());
        }
    }

    private static OutboundUrl tls(String host, RawReceiver receiver) {
        return OutboundUrl.parse("https://%s:%d/".formatted(host, receiver.port()));
    }
}
