package dev.sotto.api.form;

import dev.sotto.api.upload.UploadedForm;
import dev.sotto.fault.FaultException;
import dev.sotto.job.Idempotency;
import dev.sotto.job.JobSpec;
import dev.sotto.service.Faults;
import dev.sotto.service.JobOptions;
import dev.sotto.transcript.InvalidOption;
import dev.sotto.transcript.field.Fields;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/** What a caller says of the job that its request becomes: form fields, and three headers. */
public final class JobOptionFields {
    private static final String START_AFTER = "start_after_seconds";
    private static final String KEY_HEADER = "idempotency-key";
    private static final String REUSE_HEADER = "x-sotto-reuse-results";
    private static final String CANCEL_HEADER = "x-sotto-cancel-on-disconnect";
    private static final long SECONDS_MAX = Duration.ofDays(366).toSeconds();

    private JobOptionFields() {}

    public static JobOptions of(HttpServerRequest request, UploadedForm form, int priority) {
        RenamedFields.refuse(form.fields().keySet(), "");
        try {
            return of(request, FormFields.of(form), priority);
        } catch (InvalidOption e) {
            throw FormFields.refused(e);
        }
    }

    private static JobOptions of(HttpServerRequest request, Fields fields, int priority) {
        boolean coalesce = fields.flag("coalesce", false);
        boolean reuse = fields.flag("reuse_results", true) && header(request, REUSE_HEADER, true);
        boolean cancel = fields.flag("cancel_on_disconnect", false) || header(request, CANCEL_HEADER, false);
        Optional<String> key = key(request);
        if (cancel && (coalesce || key.isPresent())) {
            throw new FaultException(
                    Faults.invalidValue(
                            "cancel_on_disconnect",
                            "cancel_on_disconnect would stop a job that others may share by coalesce or an idempotency key; leave out one of them."));
        }
        return new JobOptions(
                priority(fields).orElse(priority),
                key,
                seconds(fields, START_AFTER),
                seconds(fields, "expire_after_seconds"),
                seconds(fields, "retention_seconds"),
                coalesce,
                reuse,
                cancel);
    }

    /** As above, for a caller who waits for the answer, and holds a place meanwhile: it cannot put the work off. */
    public static JobOptions ofWaiting(HttpServerRequest request, UploadedForm form) {
        JobOptions options = of(request, form, JobOptions.WAITING_PRIORITY);
        if (options.startAfter().filter(wait -> !wait.isZero()).isPresent()) {
            throw new FaultException(Faults.unsupported(
                    START_AFTER,
                    "start_after_seconds is for POST /v1/jobs; here the caller waits for the transcript."));
        }
        return options;
    }

    private static Optional<String> key(HttpServerRequest request) {
        Optional<String> key =
                Optional.ofNullable(request.getHeader(KEY_HEADER)).map(String::strip);
        try {
            key.ifPresent(text -> new Idempotency(text, "", Idempotency.DEFAULT_KEEP));
        } catch (IllegalArgumentException e) {
            throw new FaultException(Faults.invalidValue("idempotency-key", e.getMessage() + "."));
        }
        return key;
    }

    private static Optional<Integer> priority(Fields fields) {
        OptionalInt priority = fields.whole("priority");
        if (priority.isEmpty()) {
            return Optional.empty();
        }
        int value = priority.getAsInt();
        if (value < 0 || value > JobSpec.PRIORITY_MAX) {
            throw new InvalidOption(
                    "priority", value, "a whole number from 0 (first) to %d".formatted(JobSpec.PRIORITY_MAX));
        }
        return Optional.of(value);
    }

    private static boolean header(HttpServerRequest request, String name, boolean otherwise) {
        return Optional.ofNullable(request.getHeader(name))
                .map(text -> Fields.flag(name, text))
                .orElse(otherwise);
    }

    private static Optional<Duration> seconds(Fields fields, String name) {
        OptionalInt seconds = fields.whole(name);
        if (seconds.isEmpty()) {
            return Optional.empty();
        }
        int value = seconds.getAsInt();
        if (value < 0 || value > SECONDS_MAX) {
            throw new InvalidOption(name, value, "a whole number of seconds, at most " + SECONDS_MAX);
        }
        return Optional.of(Duration.ofSeconds(value));
    }
}
