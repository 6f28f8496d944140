package dev.sotto.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.crash.CrashReport.Events;
import dev.sotto.crash.CrashReport.Jobs;
import dev.sotto.crash.WebhookReceiver.Receipt;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a crash run would count if a server were faulty. */
class CrashCountTest {
    private static final Jobs WELL = new Jobs(9, 0, 0, 0, 0, 0, 0, 3, 1, 0);
    private static final Kind KIND = new Kind("short", Path.of("a.wav"), Map.of());
    private static final String BODY = body("job_1", "Hello.");

    private final Ledger ledger = new Ledger();
    private final CrashCount count = new CrashCount(ledger, Map.of("short", "Hello. | 1"));

    @BeforeEach
    void owe() {
        Ledger.Job job = new Ledger.Job("job_1", KIND);
        ledger.owed("hook", job);
        ledger.asked("perhaps", job);
    }

    @Test
    void event_that_comes_again_after_a_bad_answer_is_clean() {
        Events events = count(receipt("hook", "msg_1", BODY, false), receipt("hook", "msg_1", BODY, true));
        assertThat(events).isEqualTo(new Events(1, 1, 0, 2, 1, 0, 0, 0, 0));
        assertThat(new CrashReport(5, WELL, events).isClean()).isTrue();
    }

    @Test
    void webhook_whose_registration_was_not_answered_may_be_notified() {
        Events events = count(receipt("hook", "msg_1", BODY, true), receipt("perhaps", "msg_2", BODY, true));
        assertThat(events.owed()).isEqualTo(1);
        assertThat(new CrashReport(5, WELL, events).isClean()).isTrue();
    }

    @Test
    void event_that_never_came_or_was_only_answered_badly_is_missing() {
        assertBad(count(), "events owed and not delivered");
        assertBad(count(receipt("hook", "msg_1", BODY, false)), "events owed and not delivered");
    }

    @Test
    void event_of_another_job_text_or_webhook_is_wrong() {
        assertBad(count(receipt("hook", "msg_1", body("job_2", "Hello."), true)), "requests with a wrong body");
        assertBad(count(receipt("hook", "msg_1", body("job_1", "Hallo."), true)), "requests with a wrong body");
        Receipt right = receipt("hook", "msg_1", BODY, true);
        assertBad(count(right, receipt("nobody", "msg_2", BODY, true)), "requests with a wrong body");
    }

    @Test
    void body_that_changes_and_a_second_event_for_one_webhook_are_reported() {
        Receipt first = receipt("hook", "msg_1", BODY, true);
        assertBad(count(first, receipt("hook", "msg_1", BODY + " ", true)), "event ids whose body differed");
        assertBad(count(first, receipt("hook", "msg_2", BODY, true)), "webhooks told of two events");
    }

    @Test
    void bad_signature_is_reported() {
        assertBad(count(new Receipt("hook", "msg_1", BODY, false, true)), "requests with a bad signature");
    }

    @Test
    void each_fault_of_jobs_is_bad() {
        Events events = count(receipt("hook", "msg_1", BODY, true));
        for (Jobs jobs : List.of(
                new Jobs(9, 1, 0, 0, 0, 0, 0, 3, 1, 0),
                new Jobs(9, 0, 1, 0, 0, 0, 0, 3, 1, 0),
                new Jobs(9, 0, 0, 1, 0, 0, 0, 3, 1, 0),
                new Jobs(9, 0, 0, 0, 1, 0, 0, 3, 1, 0),
                new Jobs(9, 0, 0, 0, 0, 1, 0, 3, 1, 0),
                new Jobs(9, 0, 0, 0, 0, 0, 1, 3, 1, 0),
                new Jobs(9, 0, 0, 0, 0, 0, 0, 3, 1, 1))) {
            assertThat(new CrashReport(5, jobs, events).isClean())
                    .as("%s", jobs)
                    .isFalse();
        }
    }

    private static void assertBad(Events events, String named) {
        CrashReport report = new CrashReport(5, WELL, events);
        assertThat(report.isClean()).isFalse();
        assertThat(report.text().lines().filter(line -> line.endsWith("must be 0")))
                .hasSize(1)
                .first()
                .asString()
                .startsWith(named);
    }

    private Events count(Receipt... receipts) {
        return count.events(List.of(receipts), 0);
    }

    private static Receipt receipt(String registration, String event, String body, boolean isAnswered) {
        return new Receipt(registration, event, body, true, isAnswered);
    }

    private static String body(String job, String text) {
        return """
                {"type":"transcription.completed","data":{"id":"%s","status":"succeeded",\
                "result":{"text":"%s","segments":[{}]}}}""".formatted(job, text);
    }
}
