package dev.sotto.service;

import dev.sotto.fault.Fault;
import dev.sotto.fault.FaultCode;
import dev.sotto.fault.FaultException;
import dev.sotto.job.Job;
import dev.sotto.job.JobFailure;
import dev.sotto.job.JobId;
import dev.sotto.job.JobState;
import dev.sotto.job.port.StoreError;
import dev.sotto.job.port.StoreException;
import dev.sotto.webhook.WebhookException;
import java.util.List;
import java.util.Optional;

/** The sentences of faults that every surface can meet; each is written once, here. */
public final class Faults {
    private static final int ID_CHARS_SHOWN_MAX = 64;
    private static final int MODELS_SHOWN_MAX = 3;

    private Faults() {}

    public static Fault missing(String field) {
        String article = "aeiou".indexOf(field.charAt(0)) < 0 ? "a" : "an";
        String message = field.equals("model")
                ? "you must provide a model parameter"
                : "you must provide %s %s".formatted(article, field);
        return Fault.of(FaultCode.MISSING_REQUIRED_PARAMETER, message, field);
    }

    public static Fault invalidValue(String field, String message) {
        return Fault.of(FaultCode.INVALID_VALUE, message, field);
    }

    /**
     * What is stored of the form does not fit.
     *
     * @param chars of the request as it would be stored
     */
    public static Fault requestTooLarge(int chars, int charsMax) {
        return Fault.of(
                FaultCode.INVALID_VALUE,
                "The fields of this request have %d characters as they are stored; expected at most %d in all. Shorten the longest of them, such as the prompt or the hot words."
                        .formatted(chars, charsMax));
    }

    public static Fault unexpected(String field, Object seen, String expected) {
        return invalidValue(field, "%s '%s'; expected %s.".formatted(field, seen, expected));
    }

    public static Fault unsupported(String field, String message) {
        return Fault.of(FaultCode.UNSUPPORTED_VALUE, message, field);
    }

    public static Fault unknownModel(String model) {
        return Fault.of(
                FaultCode.MODEL_NOT_FOUND,
                "The model `%s` does not exist or is not installed here; GET /v1/models lists those that are."
                        .formatted(model),
                "model");
    }

    /**
     * A model that knows only English was asked for more.
     *
     * @param field that asks for more
     * @param deed such as {@code translate}
     * @param models those that are served; a multilingual one among them is named as the way out
     */
    public static Fault englishOnly(String field, String model, String deed, ServedModels models) {
        List<String> others = models.models().stream()
                .filter(ServedModel::isMultilingual)
                .map(ServedModel::id)
                .limit(MODELS_SHOWN_MAX)
                .toList();
        String wayOut = others.isEmpty()
                ? "install a multilingual one, such as base, with 'sotto pull base'"
                : "use " + String.join(" or ", others);
        return unsupported(
                field, "The model `%s` knows only English and cannot %s; %s.".formatted(model, deed, wayOut));
    }

    public static Fault unknownJob(String id) {
        return Fault.of(FaultCode.JOB_NOT_FOUND, "There is no job `%s`.".formatted(shown(id)), "job");
    }

    /** The library of voices is closed, as it is unless a setting opens it. */
    public static Fault voicesOff(String field) {
        return Fault.of(
                FaultCode.UNSUPPORTED_VALUE,
                "This server keeps no voices: its setting voices.enabled is false.",
                field);
    }

    public static Fault unknownVoice(String id) {
        return Fault.of(FaultCode.VOICE_NOT_FOUND, "There is no voice `%s`.".formatted(shown(id)), "voice");
    }

    public static Fault unknownDelivery(String id) {
        return Fault.of(FaultCode.DELIVERY_NOT_FOUND, "There is no delivery `%s`.".formatted(shown(id)), "delivery");
    }

    public static Fault unknownEndpoint(String id) {
        return Fault.of(FaultCode.ENDPOINT_NOT_FOUND, "There is no endpoint `%s`.".formatted(shown(id)), "endpoint");
    }

    public static Fault unknownKey(String id) {
        return Fault.of(FaultCode.KEY_NOT_FOUND, "There is no key `%s`.".formatted(shown(id)), "key");
    }

    public static Fault unknownPull(String id) {
        return Fault.of(FaultCode.PULL_NOT_FOUND, "There is no pull `%s`.".formatted(shown(id)), "pull");
    }

    public static Fault unknownShare(String id) {
        return Fault.of(FaultCode.SHARE_NOT_FOUND, "There is no link `%s`.".formatted(shown(id)), "share");
    }

    /** Of a link whose token opens nothing. */
    public static Fault noSuchLink() {
        return Fault.of(FaultCode.SHARE_NOT_FOUND, "There is no such link; ask whoever sent it for another one.");
    }

    public static Fault shareEnded() {
        return Fault.of(FaultCode.SHARE_ENDED, "The link has expired or was withdrawn.");
    }

    /** As many links to one transcript are open as may be. */
    public static Fault tooManyShares(int max) {
        return invalidValue("job", "The transcript has %d open links; withdraw one of them first.".formatted(max));
    }

    /** It names nothing of the caller's: pages that went on from it would leave rows out in silence. */
    public static Fault unknownCursor(String after) {
        return unexpected("after", after, "the last_id of the page before; begin with the first page again");
    }

    private static String shown(String id) {
        return id.length() > ID_CHARS_SHOWN_MAX ? id.substring(0, ID_CHARS_SHOWN_MAX) + "..." : id;
    }

    /**
     * The job cannot be changed in this way now.
     *
     * @param action past participle, such as {@code cancelled}
     */
    public static Fault wrongState(Job job, String action) {
        return Fault.of(
                FaultCode.WRONG_JOB_STATE,
                "Job is %s and cannot be %s.".formatted(job.state().wireName(), action),
                "job");
    }

    public static Fault noResult(Job job) {
        String why = job.failure().map(fault -> ": " + fault.message()).orElse(".");
        return new Fault(
                FaultCode.NO_RESULT,
                "Job is %s and has no result%s".formatted(job.state().wireName(), why),
                Optional.of("job"),
                job.failure().map(JobFailure::code));
    }

    public static Fault idempotencyConflict(JobId job) {
        return Fault.of(
                FaultCode.IDEMPOTENCY_KEY_REUSED,
                "This idempotency key belongs to job %s, which was sent other content; use a new key.".formatted(job),
                "idempotency-key");
    }

    /** Whether a job that failed so was refused for what its caller sent, not for what the server lacks. */
    static boolean isOfRequest(FaultCode code) {
        return switch (code) {
            case AUDIO_LOST, JOB_UNREADABLE, EXPIRED, INTERNAL -> false;
            default -> code.retry() == FaultCode.Retry.NEVER;
        };
    }

    /** Why a caller who waited for a job gets no transcript. */
    public static FaultException ofEnded(Job job) {
        if (job.state() == JobState.CANCELLED) {
            return new FaultException(Fault.of(FaultCode.CANCELLED, "The job was cancelled."));
        }
        JobFailure failure = job.failure().orElse(new JobFailure(FaultCode.INTERNAL, "No reason is known."));
        FaultCode code = failure.code();
        Fault fault =
                switch (code) {
                    case INTERNAL -> internal();
                    case ENGINE_BUSY -> Fault.of(FaultCode.QUEUE_FULL, failure.message());
                    case EMPTY_FILE, INVALID_MEDIA, NO_AUDIO_STREAM, MEDIA_LIMIT_EXCEEDED ->
                        Fault.of(code, failure.message(), "file");
                    case MODEL_NOT_FOUND -> Fault.of(code, failure.message(), "model");
                    default -> Fault.of(code, failure.message());
                };
        return new FaultException(fault, failure.message());
    }

    public static Fault of(StoreException e) {
        if (e.error() == StoreError.REPLACED) {
            return unavailable(
                    "The server takes no jobs: the file of its job store was moved or deleted. Its operator has to"
                            + " restore it and to restart the server.");
        }
        if (!e.error().isPassing()) {
            return internal();
        }
        return e.error() == StoreError.FULL
                ? Fault.of(FaultCode.STORE_FULL, "The server has no space left to keep this; please try again later.")
                : Fault.of(FaultCode.UNAVAILABLE, "The server's store is busy; please try again shortly.");
    }

    public static Fault of(WebhookException e) {
        String message = e.getMessage() + ".";
        return switch (e.kind()) {
            case ENDPOINT_DISABLED -> Fault.of(FaultCode.ENDPOINT_DISABLED, message, "endpoint");
            case ENDPOINT_DELETED -> Fault.of(FaultCode.ENDPOINT_DELETED, message, "endpoint");
            case HEADERS_REFUSED, BODY_TOO_LARGE -> Fault.of(FaultCode.WEBHOOK_REFUSED, message);
        };
    }

    public static Fault queueFull() {
        return Fault.of(FaultCode.QUEUE_FULL, "The queue of this server is full; please try again later.");
    }

    /**
     * The owner has as many jobs waiting as one may.
     *
     * @param queuedMax that number
     */
    public static Fault ownQueueFull(int queuedMax) {
        return Fault.of(FaultCode.QUEUE_FULL, "You have %d jobs waiting; please try again later.".formatted(queuedMax));
    }

    /** Whoever meets it must not try again on its own: that helps hours later. */
    public static Fault quotaUsed(long secondsADay) {
        return Fault.of(
                FaultCode.INSUFFICIENT_QUOTA,
                "Daily audio quota of %d s exceeded, with what waits and runs; resets at 00:00 UTC."
                        .formatted(secondsADay));
    }

    public static Fault stopping(JobId job) {
        return unavailable("The server is stopping. The job %s is kept and continues after the restart; poll it then."
                .formatted(job));
    }

    public static Fault draining() {
        return unavailable(
                "The server is being drained and takes no more jobs; send this to another one, or after its restart.");
    }

    public static Fault gone() {
        return Fault.of(FaultCode.CLIENT_GONE, "The client went away.");
    }

    public static Fault loading() {
        return unavailable("The server is still loading its model; please try again shortly.");
    }

    public static Fault timedOut() {
        return Fault.of(FaultCode.TIMEOUT, "The transcription took longer than this server waits.");
    }

    public static Fault internal() {
        return Fault.of(
                FaultCode.INTERNAL,
                "The server had an error while processing your request. Its log has the details under the request id.");
    }

    public static Fault unavailable(String message) {
        return Fault.of(FaultCode.UNAVAILABLE, message);
    }
}
