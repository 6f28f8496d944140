package dev.sotto.service;

import static dev.sotto.service.ServiceBench.ANN;
import static dev.sotto.service.ServiceBench.BOB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.sotto.fault.FaultCode;
import dev.sotto.fault.FaultException;
import dev.sotto.job.Job;
import dev.sotto.job.JobId;
import dev.sotto.job.JobState;
import dev.sotto.job.port.JobFilter;
import dev.sotto.job.port.JobLibrary.LabelChange;
import dev.sotto.webhook.DeliveryLog;
import dev.sotto.webhook.Subscription;
import dev.sotto.webhook.sign.SignatureForm;
import dev.sotto.webhook.sign.SigningSecret;
import io.vertx.core.Future;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whose is whose: every call about a job or a webhook, by its owner and by somebody else. */
@Timeout(60)
class OwnersTest {
    private static final PageRequest FIRST_PAGE = new PageRequest(Optional.empty(), 2);
    private static final LabelChange TITLE = new LabelChange(Optional.of("title"), Optional.empty());
    private static final WebhookDeliveries.Filter ALL =
            new WebhookDeliveries.Filter(Optional.empty(), Optional.empty(), Set.of());
    private static final WebhookRegistration WEBHOOK = new WebhookRegistration(
            URI.create("https://example.org/"),
            SignatureForm.STANDARD,
            Optional.of(SigningSecret.standard("whsec_" + "A".repeat(32))),
            false,
            Map.of(),
            Subscription.ALL_ENDS,
            false,
            Subscription.STANDARD_BODY);

    /** One for all calls: opening a store is what takes time. */
    @TempDir
    static Path home;

    private static ServiceBench bench;

    private Owned anns;

    /** What Ann has: a job, and an endpoint with a delivery. */
    private record Owned(Job job, String endpoint, String delivery) {}

    /** One call about something of Ann's. */
    private interface Call {
        Future<?> as(JobServices services, Caller caller, Owned owned);
    }

    @BeforeAll
    static void open() {
        bench = new ServiceBench(home, Map.of());
    }

    @AfterAll
    static void close() {
        bench.close();
    }

    @BeforeEach
    void make(TestInfo test) {
        Job job = bench.submit(ANN, "sound of " + test.getDisplayName() + test.getTestMethod());
        NewWebhook webhook = bench.await(services -> services.webhooks().add(ANN, job.id(), WEBHOOK));
        String endpoint = webhook.subscription().endpoint().id();
        DeliveryLog.Entry entry = bench.await(services -> services.webhooks().test(ANN, endpoint));
        anns = new Owned(job, endpoint, entry.delivery().id());
    }

    static Stream<Arguments> jobCalls() {
        return Stream.of(
                arguments("find", FaultCode.JOB_NOT_FOUND, call((services, caller, owned) -> services.reader()
                        .find(caller, owned.job().id()))),
                arguments("snapshot", FaultCode.JOB_NOT_FOUND, call((services, caller, owned) -> services.reader()
                        .snapshot(caller, owned.job().id()))),
                arguments("view", FaultCode.JOB_NOT_FOUND, call((services, caller, owned) -> services.reader()
                        .view(caller, owned.job().id()))),
                arguments("result", FaultCode.JOB_NOT_FOUND, call((services, caller, owned) -> services.reader()
                        .result(caller, owned.job().id(), found -> found))),
                arguments("jobs after", FaultCode.INVALID_VALUE, call((services, caller, owned) -> services.library()
                        .list(
                                caller,
                                JobFilter.in(Set.of()),
                                after(owned.job().id().value()),
                                job -> job))),
                arguments("label", FaultCode.JOB_NOT_FOUND, call((services, caller, owned) -> services.library()
                        .label(caller, owned.job().id(), TITLE))),
                arguments("shares", FaultCode.JOB_NOT_FOUND, call((services, caller, owned) -> services.shares()
                        .list(caller, owned.job().id()))),
                arguments("cancel", FaultCode.JOB_NOT_FOUND, call((services, caller, owned) -> services.commands()
                        .cancel(caller, owned.job().id()))),
                arguments("retry", FaultCode.JOB_NOT_FOUND, call((services, caller, owned) -> services.commands()
                        .retry(caller, owned.job().id()))),
                arguments("delete", FaultCode.JOB_NOT_FOUND, call((services, caller, owned) -> services.commands()
                        .delete(caller, owned.job().id()))));
    }

    static Stream<Arguments> webhookCalls() {
        return Stream.of(
                arguments("add webhook", FaultCode.JOB_NOT_FOUND, call((services, caller, owned) -> services.webhooks()
                        .add(caller, owned.job().id(), WEBHOOK))),
                arguments(
                        "endpoint", FaultCode.ENDPOINT_NOT_FOUND, call((services, caller, owned) -> services.webhooks()
                                .find(caller, owned.endpoint()))),
                arguments(
                        "endpoints after",
                        FaultCode.INVALID_VALUE,
                        call((services, caller, owned) -> services.webhooks().list(caller, after(owned.endpoint())))),
                arguments("disable", FaultCode.ENDPOINT_NOT_FOUND, call((services, caller, owned) -> services.webhooks()
                        .disable(caller, owned.endpoint()))),
                arguments("enable", FaultCode.ENDPOINT_NOT_FOUND, call((services, caller, owned) -> services.webhooks()
                        .enable(caller, owned.endpoint()))),
                arguments("rotate", FaultCode.ENDPOINT_NOT_FOUND, call((services, caller, owned) -> services.webhooks()
                        .rotate(caller, owned.endpoint(), Optional.empty(), Duration.ZERO))),
                arguments("test", FaultCode.ENDPOINT_NOT_FOUND, call((services, caller, owned) -> services.webhooks()
                        .test(caller, owned.endpoint()))),
                arguments(
                        "deliveries of a job",
                        FaultCode.JOB_NOT_FOUND,
                        call((services, caller, owned) ->
                                services.deliveries().ofJob(caller, owned.job().id()))),
                arguments(
                        "delivery",
                        FaultCode.DELIVERY_NOT_FOUND,
                        call((services, caller, owned) -> services.deliveries().find(caller, owned.delivery()))),
                arguments(
                        "deliveries after",
                        FaultCode.INVALID_VALUE,
                        call((services, caller, owned) ->
                                services.deliveries().list(caller, ALL, after(owned.delivery())))),
                arguments(
                        "replay", FaultCode.DELIVERY_NOT_FOUND, call((services, caller, owned) -> services.deliveries()
                                .replay(caller, owned.delivery()))));
    }

    private static Call call(Call call) {
        return call;
    }

    private static PageRequest after(String id) {
        return new PageRequest(Optional.of(id), 2);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"jobCalls", "webhookCalls"})
    void who_does_not_own_it_is_told_that_there_is_none_and_changes_nothing(String name, FaultCode unknown, Call call) {
        assertThat(bench.fault(services -> call.as(services, BOB, anns)).map(OwnersTest::code))
                .hasValue(unknown);
        assertThat(bench.<Job>await(services ->
                                services.reader().find(ANN, anns.job().id()))
                        .state())
                .isEqualTo(JobState.QUEUED);
        Subscription endpoint = bench.await(services -> services.webhooks().find(ANN, anns.endpoint()));
        assertThat(endpoint.endpoint().status().disabled()).isEmpty();
        assertThat(deliveries(ANN, anns.endpoint())).hasSize(1);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"jobCalls", "webhookCalls"})
    void who_owns_it_is_never_told_that_there_is_none(String name, FaultCode unknown, Call call) {
        Optional<FaultCode> fault =
                bench.fault(services -> call.as(services, ANN, anns)).map(OwnersTest::code);
        assertThat(fault.filter(unknown::equals)).isEmpty();
    }

    @Test
    void lists_hold_what_the_caller_owns_and_say_whether_they_go_on() {
        Caller carla = ServiceBench.caller("carla");
        Job first = bench.submit(carla, "sound");
        Job second = bench.submit(carla, "more sound");
        Job third = bench.submit(carla, "still more sound");
        assertThat(jobs(BOB, FIRST_PAGE)).isEqualTo(new Page<JobId>(List.of(), false));
        assertThat(jobs(carla, FIRST_PAGE)).isEqualTo(new Page<>(List.of(third.id(), second.id()), true));
        assertThat(jobs(carla, after(second.id().value()))).isEqualTo(new Page<>(List.of(first.id()), false));
        Page<Subscription> endpoints =
                bench.await(services -> services.webhooks().list(BOB, FIRST_PAGE));
        assertThat(endpoints.items()).isEmpty();
        assertThat(deliveries(BOB, anns.endpoint())).isEmpty();
    }

    private Page<JobId> jobs(Caller caller, PageRequest page) {
        return bench.await(services -> services.library()
                .list(caller, JobFilter.in(Set.of()), page, entry -> entry.job().id())
                .map(RecordingLibrary.Found::page));
    }

    private static List<DeliveryLog.Listed> deliveries(Caller caller, String endpoint) {
        WebhookDeliveries.Filter ofEndpoint =
                new WebhookDeliveries.Filter(Optional.empty(), Optional.of(endpoint), Set.of());
        Page<DeliveryLog.Listed> page =
                bench.await(services -> services.deliveries().list(caller, ofEndpoint, FIRST_PAGE));
        return page.items();
    }

    @Test
    void a_text_that_is_no_id_names_no_job() {
        assertThatThrownBy(() -> JobReader.id("../job"))
                .isInstanceOfSatisfying(
                        FaultException.class, e -> assertThat(e.fault().code()).isEqualTo(FaultCode.JOB_NOT_FOUND));
        assertThat(bench.fault(services ->
                                services.library().list(ANN, JobFilter.in(Set.of()), after("../job"), entry -> entry))
                        .map(OwnersTest::code))
                .hasValue(FaultCode.INVALID_VALUE);
    }

    private static FaultCode code(Throwable fault) {
        assertThat(fault).isInstanceOf(FaultException.class);
        return ((FaultException) fault).fault().code();
    }
}
