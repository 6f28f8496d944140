package dev.sotto.model.hub;

import dev.sotto.model.ModelError;
import dev.sotto.model.ModelException;
import java.io.IOException;
import java.time.Duration;

/** A failure that may pass: the caller tries again, up to its bound. */
final class HubFailure extends IOException {
    private static final long serialVersionUID = 1L;

    private final transient Duration retryAfter;

    HubFailure(String message, Duration retryAfter) {
        super(message);
        this.retryAfter = retryAfter;
    }

    /** What the server asked for; zero if it did not. */
    Duration retryAfter() {
        return retryAfter;
    }

    static HubFailure status(String what, int status, Duration retryAfter) {
        return new HubFailure("%s: the hub answered %d".formatted(what, status), retryAfter);
    }

    static ModelException refused(String what, int status, boolean hadToken) {
        if (status == 401 || status == 403) {
            return new ModelException(
                    ModelError.HUB_UNAUTHORIZED,
                    "%s: the hub answered %d %s; expected access: %s"
                            .formatted(
                                    what,
                                    status,
                                    hadToken ? "to this token" : "without a token",
                                    hadToken
                                            ? "accept the model's terms on the hub or use another token"
                                            : "check the name, or set HF_TOKEN if the model is private"));
        }
        if (status == 404) {
            return new ModelException(
                    ModelError.HUB_NOT_FOUND,
                    "%s: the hub answered 404; expected a repository and revision that exist; check the name"
                            .formatted(what));
        }
        return new ModelException(
                ModelError.HUB_ANSWER_INVALID,
                "%s: the hub answered %d; expected 200; check the address of the hub".formatted(what, status));
    }

    static ModelException gaveUp(String what, int attempts, IOException last) {
        String message = last.getMessage();
        return new ModelException(
                ModelError.HUB_UNAVAILABLE,
                "%s: gave up after %d tries without progress (%s); try again later, the download resumes"
                        .formatted(
                                what,
                                attempts,
                                message == null ? last.getClass().getSimpleName() : message),
                last);
    }
}
