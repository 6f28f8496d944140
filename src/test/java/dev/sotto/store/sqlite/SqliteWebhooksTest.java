package dev.sotto.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sotto.job.Job;
import dev.sotto.job.JobPolicy;
import dev.sotto.job.JobRules;
import dev.sotto.job.JobSpec;
import dev.sotto.job.Tenant;
import dev.sotto.job.WorkKind;
import dev.sotto.job.port.EndpointRegistration;
import dev.sotto.job.port.JobAnnouncer;
import dev.sotto.job.port.JobQuery;
import dev.sotto.job.port.JobStore;
import dev.sotto.job.port.StoreError;
import dev.sotto.job.port.StoreException;
import dev.sotto.job.port.Submission;
import dev.sotto.store.sql.SqlJobStore;
import dev.sotto.store.sql.SqlWebhooks;
import dev.sotto.testing.SettableClock;
import dev.sotto.webhook.AttemptOutcome;
import dev.sotto.webhook.Delivery;
import dev.sotto.webhook.DeliveryAttempt;
import dev.sotto.webhook.DeliveryLog;
import dev.sotto.webhook.DeliveryLog.Query;
import dev.sotto.webhook.DeliveryState;
import dev.sotto.webhook.Endpoint;
import dev.sotto.webhook.EndpointStatus;
import dev.sotto.webhook.EndpointStatus.DisabledReason;
import dev.sotto.webhook.EventType;
import dev.sotto.webhook.OutboxStore.ClaimRequest;
import dev.sotto.webhook.OutboxStore.Claimed;
import dev.sotto.webhook.OutboxStore.Settlement;
import dev.sotto.webhook.Samples;
import dev.sotto.webhook.Subscription;
import dev.sotto.webhook.WebhookException;
import dev.sotto.webhook.sign.SecretCipher;
import dev.sotto.webhook.sign.SecretRing;
import dev.sotto.webhook.sign.SignatureForm;
import dev.sotto.webhook.sign.SigningSecret;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jobs, their messages, endpoints and deliveries in one database. */
class SqliteWebhooksTest {
    private static final Tenant ANN = Tenant.unlimited("ann");
    private static final Duration LEASE = Duration.ofSeconds(60);

    /** Tells the ends that an endpoint wants to hear. */
    private static final JobAnnouncer WANTED = (job, outcome, audience) -> Optional.of(new JobAnnouncer.Announcement(
                    "transcription.cancelled", job.id() + " " + audience.isResultWanted()))
            .filter(announcement -> audience.events().contains(announcement.eventType()));

    @TempDir
    Path folder;

    private final SettableClock clock = new SettableClock(Samples.NOON);
    private SqliteDatabase database;
    private JobStore jobs;
    private SqlWebhooks webhooks;

    @BeforeEach
    void open() {
        var settings = new SqliteSettings(folder, Duration.ofSeconds(5), 1, SqliteSettings.DEFAULT_BYTES_MAX);
        database = SqliteDatabase.open(settings, clock);
        Random random = new Random();
        jobs = SqlJobStore.on(database, new JobRules(JobPolicy.defaults(), random), clock, random, WANTED);
        webhooks = SqlWebhooks.on(database, cipher(1));
    }

    @AfterEach
    void close() {
        jobs.close();
    }

    @Test
    void end_of_a_job_is_a_delivery_that_is_due_at_once() {
        Endpoint endpoint = registered("https://one.example/hook?token=hidden");
        Job job = cancelled(endpoint.id());
        assertThat(webhooks.outbox().dueDestinations(clock.instant(), 9)).containsExactly(endpoint.destination());
        Claimed claimed = claim(endpoint).get(0);
        assertThat(claimed.endpoint()).isEqualTo(endpoint);
        assertThat(claimed.event().subject()).isEqualTo(job.id().value());
        assertThat(claimed.event().body()).isEqualTo(job.id() + " true");
        assertThat(jobs.tenantJobs().outbox("ann", job.id())).singleElement().satisfies(entry -> assertThat(entry.id())
                .isEqualTo(claimed.event().id()));
    }

    @Test
    void endpoint_added_after_the_end_gets_its_delivery_at_once() {
        Job job = cancelled();
        Endpoint late = registered("https://late.example/");
        jobs.tenantJobs().addEndpoint("ann", job.id(), late.id(), EndpointRegistration.NONE);
        assertThat(claim(late)).hasSize(1);
    }

    @Test
    void event_that_an_endpoint_does_not_want_is_not_written() {
        Endpoint endpoint = Samples.endpoint("ann", "https://one.example/");
        webhooks.endpoints().register(new Subscription(endpoint, Set.of(EventType.FAILED), false, clock.instant()));
        Job job = cancelled(endpoint.id());
        assertThat(deliveries(job)).isEmpty();
    }

    @Test
    void endpoint_of_another_tenant_hears_nothing() {
        Endpoint foreign = Samples.endpoint("bob", "https://bob.example/");
        webhooks.endpoints().register(new Subscription(foreign, Subscription.ALL_ENDS, true, clock.instant()));
        cancelled(foreign.id());
        assertThat(webhooks.outbox().dueDestinations(clock.instant(), 9)).isEmpty();
        assertThat(webhooks.endpoints().find("ann", foreign.id())).isEmpty();
        assertThat(webhooks.endpoints().list("ann", Optional.empty(), 9)).isEmpty();
    }

    @Test
    void disabled_endpoint_gets_a_delivery_that_is_gone_and_can_be_replayed_once_enabled() {
        Endpoint endpoint = registered("https://one.example/");
        change(endpoint, EndpointStatus.HEALTHY.disabledFor(DisabledReason.BY_OWNER));
        Delivery gone = deliveries(cancelled(endpoint.id())).get(0).delivery();
        assertThat(gone.state()).isEqualTo(DeliveryState.GONE);
        assertThatThrownBy(() -> webhooks.deliveries().replay("ann", gone.id(), clock.instant()))
                .isInstanceOf(WebhookException.class)
                .hasMessageContaining("disabled (by_owner)");
        change(endpoint, EndpointStatus.HEALTHY);
        assertThat(webhooks.deliveries().replay("ann", gone.id(), clock.instant()))
                .hasValueSatisfying(again -> assertThat(again.state()).isEqualTo(DeliveryState.PENDING));
        assertThat(claim(endpoint))
                .singleElement()
                .satisfies(claimed -> assertThat(claimed.delivery().id()).isEqualTo(gone.id()));
    }

    @Test
    void attempt_that_ends_after_its_owner_disabled_the_endpoint_does_not_enable_it() {
        Endpoint endpoint = registered("https://one.example/");
        cancelled(endpoint.id());
        Claimed claimed = claim(endpoint).get(0);
        change(endpoint, EndpointStatus.HEALTHY.disabledFor(DisabledReason.BY_OWNER));
        assertThat(webhooks.outbox().settle(claimed, settlement(claimed, DeliveryState.DELIVERED)))
                .isFalse();
        assertThat(found(endpoint).status().disabled()).contains(DisabledReason.BY_OWNER);
    }

    @Test
    void nobody_reads_or_replays_the_deliveries_of_another() {
        Endpoint endpoint = registered("https://one.example/");
        Job job = cancelled(endpoint.id());
        String id = deliveries(job).get(0).delivery().id();
        assertThat(webhooks.deliveries().list(Query.ofJob("bob", job.id().value())))
                .isEmpty();
        assertThat(webhooks.deliveries().find("bob", id)).isEmpty();
        assertThat(webhooks.deliveries().attempts("bob", id)).isEmpty();
        assertThat(webhooks.deliveries().replay("bob", id, clock.instant())).isEmpty();
    }

    @Test
    void pages_of_deliveries_go_on_behind_the_last_and_filter_by_state() {
        Endpoint endpoint = registered("https://one.example/");
        for (int i = 0; i < 5; i++) {
            cancelled(endpoint.id());
            clock.advance(Duration.ofSeconds(1));
        }
        List<DeliveryLog.Listed> all = page(Optional.empty(), Set.of(), 9);
        assertThat(all).hasSize(5);
        List<DeliveryLog.Listed> first = page(Optional.empty(), Set.of(), 2);
        assertThat(first).isEqualTo(all.subList(0, 2));
        assertThat(page(Optional.of(first.get(1).delivery().id()), Set.of(), 9)).isEqualTo(all.subList(2, 5));
        Claimed oldest = claim(endpoint).get(0);
        webhooks.outbox().settle(oldest, settlement(oldest, DeliveryState.DELIVERED));
        assertThat(page(Optional.empty(), Set.of(DeliveryState.DELIVERED), 9))
                .extracting(entry -> entry.delivery().id())
                .containsExactly(all.get(4).delivery().id());
    }

    @Test
    void log_of_attempts_is_bounded() {
        Endpoint endpoint = registered("https://one.example/");
        cancelled(endpoint.id());
        String id = "";
        for (int i = 0; i < DeliveryLog.ATTEMPTS_KEPT + 3; i++) {
            Claimed claimed = claim(endpoint).get(0);
            id = claimed.delivery().id();
            webhooks.outbox().settle(claimed, settlement(claimed, DeliveryState.PENDING));
        }
        List<DeliveryAttempt> kept = webhooks.deliveries().attempts("ann", id);
        assertThat(kept).hasSize(DeliveryLog.ATTEMPTS_KEPT);
        assertThat(kept.get(0).number()).isEqualTo(4);
    }

    @Test
    void purged_job_takes_its_final_deliveries_along_and_leaves_the_pending_ones_until_they_are_final() {
        Endpoint endpoint = registered("https://one.example/");
        Job job = cancelled(endpoint.id());
        clock.advance(Duration.ofDays(8));
        assertThat(jobs.maintenance().purge(9, clock.instant())).hasSize(1);
        assertThat(deliveries(job)).hasSize(1);
        Claimed claimed = claim(endpoint).get(0);
        webhooks.outbox().settle(claimed, settlement(claimed, DeliveryState.DELIVERED));
        assertThat(deliveries(job)).isEmpty();
        jobs.maintenance().purge(9, clock.instant());
        assertThat(webhooks.endpoints().find("ann", endpoint.id())).isEmpty();
    }

    @Test
    void deleted_job_still_sends_the_webhook_that_it_owes_and_then_nothing_of_it_is_left() {
        Endpoint endpoint = registered("https://one.example/");
        Job job = cancelled(endpoint.id());
        jobs.tenantJobs().delete("ann", job.id());
        jobs.maintenance().purge(9, clock.instant());
        Claimed claimed = claim(endpoint).get(0);
        assertThat(claimed.event().subject()).isEqualTo(job.id().value());
        webhooks.outbox().settle(claimed, settlement(claimed, DeliveryState.DELIVERED));
        assertThat(deliveries(job)).isEmpty();
    }

    @Test
    void endpoint_that_nothing_names_is_forgotten_and_no_other() {
        Endpoint unnamed = registered("https://unnamed.example/");
        Endpoint named = registered("https://named.example/");
        submit(named.id());
        jobs.maintenance().purge(9, clock.instant());
        assertThat(webhooks.endpoints().find("ann", unnamed.id())).isEmpty();
        assertThat(webhooks.endpoints().find("ann", named.id())).isPresent();
    }

    @Test
    void endpoint_is_there_exactly_if_the_submission_that_names_it_is() {
        Endpoint kept = Samples.endpoint("ann", "https://kept.example/");
        Job job = ((Submission.Accepted) jobs.tenantJobs().submit(naming(kept, ANN), registration(kept))).job();
        Endpoint refused = Samples.endpoint("full", "https://refused.example/");
        Tenant full = new Tenant("full", 1, 1, 0);
        assertThat(jobs.tenantJobs().submit(naming(refused, full), registration(refused)))
                .isInstanceOf(Submission.Full.class);
        Endpoint broken = Samples.endpoint("ann", "https://broken.example/");
        EndpointRegistration fails = () -> {
            registration(broken).store();
            throw new IllegalArgumentException("planted");
        };
        assertThatThrownBy(() -> jobs.tenantJobs().submit(naming(broken, ANN), fails))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(webhooks.endpoints().list("ann", Optional.empty(), 9))
                .extracting(found -> found.endpoint().id())
                .containsExactly(kept.id());
        assertThat(webhooks.endpoints().find("full", refused.id())).isEmpty();
        assertThat(jobs.tenantJobs().list(new JobQuery("ann", Set.of(), Optional.empty(), 9)))
                .extracting(Job::id)
                .containsExactly(job.id());
    }

    @Test
    void endpoint_that_is_added_is_there_exactly_if_its_job_is() {
        Job job = submit();
        Endpoint late = Samples.endpoint("ann", "https://late.example/");
        jobs.tenantJobs().addEndpoint("ben", job.id(), late.id(), registration(late));
        assertThat(webhooks.endpoints().find("ann", late.id())).isEmpty();
        jobs.tenantJobs().addEndpoint("ann", job.id(), late.id(), registration(late));
        assertThat(webhooks.endpoints().find("ann", late.id())).isPresent();
    }

    private EndpointRegistration registration(Endpoint endpoint) {
        return () ->
                webhooks.endpoints().register(new Subscription(endpoint, Subscription.ALL_ENDS, true, clock.instant()));
    }

    private static JobSpec naming(Endpoint endpoint, Tenant tenant) {
        return JobSpec.builder(tenant, WorkKind.TRANSCRIBE, "blob", "{}")
                .endpoints(List.of(endpoint.id()))
                .build();
    }

    @Test
    void replay_of_a_delivery_whose_endpoint_is_forgotten_says_so() {
        Job job = cancelled("whe_never_registered");
        assertThat(deliveries(job)).isEmpty();
        Delivery lost = Delivery.created(
                "dlv_x",
                Samples.event(EventType.TEST, clock.instant()),
                Samples.endpoint("ann", "https://one.example/"),
                clock.instant());
        assertThatThrownBy(() -> webhooks.deliveries().add(Samples.event(EventType.TEST, clock.instant()), lost))
                .isInstanceOf(WebhookException.class)
                .hasMessageContaining("was deleted; register it again");
    }

    @Test
    void url_secrets_and_headers_come_back_and_are_not_readable_in_the_file() throws IOException {
        SecretRing ring = SecretRing.of(SigningSecret.freeText("s p\nä: whsec_"))
                .rotated(Samples.SECRET, clock.instant(), clock.instant().plusSeconds(60));
        Endpoint endpoint = new Endpoint(
                "whe_1",
                "ann",
                URI.create("https://one.example:8443/a?token=readable"),
                SignatureForm.BODY_HEX,
                ring,
                Map.of("authorization", "Bearer readable", "x-empty", ""),
                EndpointStatus.HEALTHY);
        webhooks.endpoints().register(new Subscription(endpoint, Subscription.ALL_ENDS, true, clock.instant()));
        assertThat(found(endpoint)).isEqualTo(endpoint);
        jobs.close();
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
                        .doesNotContain("readable")
                        .doesNotContain("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
            }
        }
    }

    @Test
    void another_key_is_told_at_the_start_and_the_right_one_finds_claims_free() {
        Endpoint endpoint = registered("https://one.example/");
        cancelled(endpoint.id());
        claim(endpoint);
        assertThatThrownBy(() -> SqlWebhooks.on(database, cipher(2)))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("encrypted with another key")
                .extracting(e -> ((StoreException) e).error())
                .isEqualTo(StoreError.FOREIGN);
        webhooks = SqlWebhooks.on(database, cipher(1));
        assertThat(claim(endpoint)).hasSize(1);
    }

    private static SecretCipher cipher(int key) {
        byte[] bytes = new byte[32];
        bytes[0] = (byte) key;
        return new SecretCipher(bytes, new SecureRandom());
    }

    private Endpoint registered(String url) {
        Endpoint endpoint = Samples.endpoint("ann", url);
        webhooks.endpoints().register(new Subscription(endpoint, Subscription.ALL_ENDS, true, clock.instant()));
        return endpoint;
    }

    private void change(Endpoint endpoint, EndpointStatus status) {
        assertThat(webhooks.endpoints().change("ann", endpoint.id(), before -> before.with(status)))
                .isPresent();
    }

    private Endpoint found(Endpoint endpoint) {
        return webhooks.endpoints().find("ann", endpoint.id()).orElseThrow().endpoint();
    }

    private Job submit(String... endpoints) {
        var spec = JobSpec.builder(ANN, WorkKind.TRANSCRIBE, "blob", "{}")
                .endpoints(List.of(endpoints))
                .build();
        return ((Submission.Accepted) jobs.tenantJobs().submit(spec)).job();
    }

    private Job cancelled(String... endpoints) {
        Job job = submit(endpoints);
        jobs.tenantJobs().cancel("ann", job.id());
        return job;
    }

    private List<DeliveryLog.Listed> deliveries(Job job) {
        return webhooks.deliveries().list(Query.ofJob("ann", job.id().value()));
    }

    private List<DeliveryLog.Listed> page(Optional<String> after, Set<DeliveryState> states, int limit) {
        return webhooks.deliveries().list(new Query("ann", Optional.empty(), Optional.empty(), states, after, limit));
    }

    private List<Claimed> claim(Endpoint endpoint) {
        return webhooks.outbox().claim(new ClaimRequest(endpoint.destination(), clock.instant(), LEASE, 9));
    }

    private Settlement settlement(Claimed claimed, DeliveryState state) {
        Delivery after = claimed.delivery().attempted(state, clock.instant());
        return new Settlement(
                after,
                new DeliveryAttempt(
                        after.id(),
                        after.attempts(),
                        clock.instant(),
                        Duration.ofMillis(3),
                        AttemptOutcome.REFUSED,
                        Optional.empty(),
                        ""),
                EndpointStatus.HEALTHY);
    }
}
