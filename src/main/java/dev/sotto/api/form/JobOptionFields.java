package dev.sotto.api.form;

import dev.sotto.api.upload.UploadedForm;
import dev.sotto.fault.FaultException;
import dev.sotto.job.Idempotency;
import dev.sotto.job.JobSpec;
import dev.sotto.service.Faults;
import dev.sotto.service.JobOptions;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** What a caller says of the job that its request becomes: form fields, and three headers. */
public final class JobOptionFields {
    private static final String START_AFTER = "start_after_seconds";
    private static final String KEY_HEADER = "idempotency-key";
    private static final String REUSE_HEADER = "x-sotto-reuse-results";
    private static final String CANCEL_HEADER = "x-sotto-cancel-on-disconnect";
    private static final long SECONDS_MAX = Duration.ofDays(366).toSeconds();

    private JobOptionFields() {}

    public static JobOptions of(HttpServerRequest request, UploadedForm form, int priority) {
        boolean coalesce = flag(form, "coalesce", false);
        boolean reuse = flag(form, "reuse_results", true) && !"false".equalsIgnoreCase(request.getHeader(REUSE_HEADER));
        boolean cancel =
                flag(form, "cancel_on_disconnect", false) || "true".equalsIgnoreCase(request.getHeader(CANCEL_HEADER));
        Optional<String> key = key(request);
        if (cancel && (coalesce || key.isPresent())) {
            throw new FaultException(
                    Faults.invalidValue(
                            "cancel_on_disconnect",
                            "cancel_on_disconnect would stop a job that others may share by coalesce or an idempotency key; leave out one of them."));
        }
        return new JobOptions(
                priority(form).orElse(priority),
                key,
                seconds(form, START_AFTER),
                seconds(form, "expire_after_seconds"),
                seconds(form, "keep_seconds"),
                coalesce,
                reuse,
                cancel);
    }

    /** As above, for a caller who waits for the answer, and holds a place meanwhile: it cannot put the work off. */
    public static JobOptions ofWaiting(HttpServerRequest request, UploadedForm form) {
        JobOptions wishes = of(request, form, JobOptions.WAITING_PRIORITY);
        if (wishes.startAfter().filter(wait -> !wait.isZero()).isPresent()) {
            throw new FaultException(Faults.unsupported(
                    START_AFTER,
                    "start_after_seconds is for POST /v1/jobs; here the caller waits for the transcript."));
        }
        return wishes;
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

    private static Optional<Integer> priority(UploadedForm form) {
        return form.one("priority").map(text -> {
            if (!text.strip().matches("[0-9]")) {
                throw unexpected(
                        "priority", text, "a whole number from 0 (first) to %d".formatted(JobSpec.PRIORITY_MAX));
            }
            return Integer.valueOf(text.strip());
        });
    }

    private static Optional<Duration> seconds(UploadedForm form, String name) {
        return form.one(name).map(text -> {
            if (!text.strip().matches("\\d{1,9}") || Long.parseLong(text.strip()) > SECONDS_MAX) {
                throw unexpected(name, text, "a whole number of seconds, at most " + SECONDS_MAX);
            }
            return Duration.ofSeconds(Long.parseLong(text.strip()));
        });
    }

    private static boolean flag(UploadedForm form, String name, boolean usual) {
        return form.one(name)
                .map(text -> switch (text.strip().toLowerCase(Locale.ROOT)) {
                    case "true", "1", "yes", "on" -> true;
                    case "false", "0", "no", "off" -> false;
                    default -> throw unexpected(name, text, "true or false");
                })
                .orElse(usual);
    }

    private static FaultException unexpected(String field, String seen, String expected) {
        return new FaultException(Faults.unexpected(field, seen, expected));
    }
}
