package dev.sotto.worker.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.standardwebhooks.Webhook;
import dev.sotto.outbound.Cidr;
import dev.sotto.outbound.OutboundClient;
import dev.sotto.outbound.OutboundOptions;
import dev.sotto.outbound.OutboundPolicy;
import dev.sotto.outbound.ScriptedResolver;
import dev.sotto.testing.RawReceiver;
import dev.sotto.testing.RawReceiver.Behaviour;
import dev.sotto.testing.RawReceiver.Request;
import dev.sotto.webhook.AttemptOutcome;
import dev.sotto.webhook.Delivery;
import dev.sotto.webhook.DeliveryAttempt;
import dev.sotto.webhook.DeliveryState;
import dev.sotto.webhook.Endpoint;
import dev.sotto.webhook.EndpointStatus;
import dev.sotto.webhook.EndpointStatus.DisabledReason;
import dev.sotto.webhook.MemoryOutbox;
import dev.sotto.webhook.Samples;
import dev.sotto.webhook.deliver.DispatchLimits;
import dev.sotto.webhook.deliver.RetrySchedule;
import dev.sotto.webhook.sign.SecretRing;
import dev.sotto.webhook.sign.SignatureCheck;
import dev.sotto.webhook.sign.SignatureForm;
import dev.sotto.webhook.sign.SigningSecret;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The verticle, the dispatcher, the guarded client and real receivers, by the real clock. */
class WebhookVerticleTest {
    private static final String TRUSTED = "127.0.0.2";

    private final Vertx vertx = Vertx.vertx();
    private final MemoryOutbox outbox = new MemoryOutbox();
    private final BlockingQueue<DeliveryAttempt> attempts = new LinkedBlockingQueue<>();
    private final List<RawReceiver> receivers = new ArrayList<>();
    private final CountDownLatch go = new CountDownLatch(1);

    @AfterEach
    void close_all() throws Exception {
        go.countDown();
        vertx.close().await(10, TimeUnit.SECONDS);
        receivers.forEach(RawReceiver::close);
    }

    @Test
    void message_arrives_and_the_reference_library_accepts_it() throws Exception {
        RawReceiver receiver = receiver(TRUSTED, RawReceiver.answering(200, "", "thanks"));
        WebhookVerticle verticle = deploy();
        Delivery delivery = Samples.add(outbox, endpoint(receiver, "/hook"), Instant.now());
        verticle.wakeUp();
        DeliveryAttempt attempt = attempts(1).get(delivery.id());
        assertThat(attempt.outcome()).isEqualTo(AttemptOutcome.DELIVERED);
        assertThat(attempt.answerHead()).isEqualTo("thanks");
        assertThat(outbox.delivery(delivery.id()).state()).isEqualTo(DeliveryState.DELIVERED);

        Request request = receiver.requests().get(0);
        new Webhook(Samples.SECRET.text()).verify(request.body(), headers(request));
        assertThat(request.headers())
                .containsEntry("webhook-id", delivery.eventId())
                .containsEntry("content-type", "application/json")
                .containsEntry("user-agent", "sotto/test");
    }

    @Test
    void receiver_of_the_older_form_finds_its_hex_signature_and_the_caller_s_headers() throws Exception {
        RawReceiver receiver = receiver(TRUSTED, RawReceiver.answering(204, "", ""));
        SigningSecret secret = SigningSecret.freeText("my secret");
        Endpoint endpoint = new Endpoint(
                "whe_b",
                "anna",
                URI.create("http://%s:%d/".formatted(TRUSTED, receiver.port())),
                SignatureForm.BODY_HEX,
                SecretRing.of(secret),
                Map.of("authorization", "Bearer abc"),
                EndpointStatus.HEALTHY);
        WebhookVerticle verticle = deploy();
        Samples.add(outbox, endpoint, Instant.now());
        verticle.wakeUp();
        attempts(1);
        Request request = receiver.requests().get(0);
        assertThat(request.headers())
                .containsEntry("authorization", "Bearer abc")
                .doesNotContainKey("webhook-signature");
        assertThat(new SignatureCheck(SignatureForm.BODY_HEX, secret)
                        .accepts(request.headers(), request.body().getBytes(StandardCharsets.UTF_8), Instant.now()))
                .isTrue();
    }

    @Test
    void receiver_that_stalls_delays_no_other() throws Exception {
        RawReceiver stalled = receiver(TRUSTED, (request, out) -> go.await());
        RawReceiver good = receiver(TRUSTED, RawReceiver.answering(200, "", ""));
        WebhookVerticle verticle = deploy();
        for (int i = 0; i < 20; i++) {
            Samples.add(outbox, endpoint(stalled, "/" + i), Instant.now());
        }
        Delivery delivery = Samples.add(outbox, endpoint(good, "/"), Instant.now());
        verticle.wakeUp();
        assertThat(attempts(1)).containsOnlyKeys(delivery.id());
        assertThat(stalled.connections()).isLessThanOrEqualTo(2);
    }

    @Test
    void receiver_at_a_private_address_is_refused_and_sees_nothing() throws Exception {
        RawReceiver inside = receiver("127.0.0.1", RawReceiver.answering(200, "", "secret"));
        WebhookVerticle verticle = deploy();
        Endpoint endpoint = Samples.endpoint("anna", "http://127.0.0.1:%d/".formatted(inside.port()));
        Delivery delivery = Samples.add(outbox, endpoint, Instant.now());
        verticle.wakeUp();
        DeliveryAttempt attempt = attempts(1).get(delivery.id());
        assertThat(attempt.outcome()).isEqualTo(AttemptOutcome.ADDRESS_REFUSED);
        assertThat(attempt.answerHead()).isEmpty();
        assertThat(inside.connections()).isZero();
    }

    @Test
    void gone_disables_the_endpoint() throws Exception {
        RawReceiver receiver = receiver(TRUSTED, RawReceiver.answering(410, "", ""));
        WebhookVerticle verticle = deploy();
        Endpoint endpoint = endpoint(receiver, "/");
        Delivery delivery = Samples.add(outbox, endpoint, Instant.now());
        verticle.wakeUp();
        attempts(1);
        assertThat(outbox.delivery(delivery.id()).state()).isEqualTo(DeliveryState.GONE);
        assertThat(outbox.endpoint(endpoint.id()).status().disabled()).contains(DisabledReason.GONE);
    }

    @Test
    void stopping_waits_for_the_attempt_that_is_under_way_and_stores_it() throws Exception {
        CountDownLatch arrived = new CountDownLatch(1);
        RawReceiver receiver = receiver(TRUSTED, (request, out) -> {
            arrived.countDown();
            go.await();
            RawReceiver.answering(200, "", "").answer(request, out);
        });
        WebhookVerticle verticle = new WebhookVerticle(parts(Duration.ofSeconds(10)));
        String deployment = vertx.deployVerticle(verticle).await(10, TimeUnit.SECONDS);
        Delivery delivery = Samples.add(outbox, endpoint(receiver, "/"), Instant.now());
        verticle.wakeUp();
        assertThat(arrived.await(10, TimeUnit.SECONDS)).isTrue();
        Future<Void> stopped = vertx.undeploy(deployment);
        assertThat(stopped.isComplete()).isFalse();
        go.countDown();
        stopped.await(10, TimeUnit.SECONDS);
        assertThat(outbox.delivery(delivery.id()).state()).isEqualTo(DeliveryState.DELIVERED);
    }

    @Test
    void stopping_ends_after_its_grace_and_leaves_the_delivery_pending() throws Exception {
        CountDownLatch arrived = new CountDownLatch(1);
        RawReceiver receiver = receiver(TRUSTED, (request, out) -> {
            arrived.countDown();
            go.await();
        });
        WebhookVerticle verticle = new WebhookVerticle(parts(Duration.ofMillis(100)));
        String deployment = vertx.deployVerticle(verticle).await(10, TimeUnit.SECONDS);
        Delivery delivery = Samples.add(outbox, endpoint(receiver, "/"), Instant.now());
        verticle.wakeUp();
        assertThat(arrived.await(10, TimeUnit.SECONDS)).isTrue();
        vertx.undeploy(deployment).await(10, TimeUnit.SECONDS);
        assertThat(outbox.delivery(delivery.id()).state()).isEqualTo(DeliveryState.PENDING);
    }

    private WebhookVerticle deploy() throws Exception {
        WebhookVerticle verticle = new WebhookVerticle(parts(Duration.ofMillis(100)));
        vertx.deployVerticle(verticle).await(10, TimeUnit.SECONDS);
        return verticle;
    }

    private WebhookVerticle.Parts parts(Duration stopGrace) {
        Set<Integer> ports = new HashSet<>();
        receivers.forEach(receiver -> ports.add(receiver.port()));
        OutboundPolicy policy =
                new OutboundPolicy(true, ports, List.of(), List.of(), List.of(Cidr.parse(TRUSTED)), Set.of());
        OutboundClient client = new OutboundClient(vertx, policy, new ScriptedResolver(), OutboundOptions.STANDARD);
        return new WebhookVerticle.Parts(
                outbox,
                new OutboundSender(client),
                Instant::now,
                Instant::now,
                new Random(1),
                (attempt, status) -> attempts.add(attempt),
                DispatchLimits.STANDARD,
                RetrySchedule.STANDARD,
                "sotto/test",
                stopGrace);
    }

    private Map<String, DeliveryAttempt> attempts(int count) throws InterruptedException {
        Map<String, DeliveryAttempt> ended = new TreeMap<>();
        while (ended.size() < count) {
            DeliveryAttempt attempt = attempts.poll(20, TimeUnit.SECONDS);
            assertThat(attempt)
                    .as("%d of %d attempts ended", ended.size(), count)
                    .isNotNull();
            ended.put(attempt.deliveryId(), attempt);
        }
        return ended;
    }

    private RawReceiver receiver(String address, Behaviour behaviour) throws IOException {
        RawReceiver receiver = new RawReceiver(address, 0, behaviour);
        receivers.add(receiver);
        return receiver;
    }

    private static Endpoint endpoint(RawReceiver receiver, String path) {
        return Samples.endpoint("anna", "http://%s:%d%s".formatted(TRUSTED, receiver.port(), path));
    }

    private static HttpHeaders headers(Request request) {
        Map<String, List<String>> lists = new TreeMap<>();
        request.headers().forEach((name, value) -> lists.put(name, List.of(value)));
        return HttpHeaders.of(lists, (name, value) -> true);
    }
}
