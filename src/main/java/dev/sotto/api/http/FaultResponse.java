package dev.sotto.api.http;

import dev.sotto.api.upload.UploadException;
import dev.sotto.fault.Fault;
import dev.sotto.fault.FaultException;
import dev.sotto.job.port.StoreException;
import dev.sotto.service.Faults;
import dev.sotto.webhook.WebhookException;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import java.util.Optional;

/** A fault together with its status; the router has statuses of its own, such as 416. */
public record FaultResponse(Fault fault, int status) {
    static FaultResponse of(Fault fault) {
        return new FaultResponse(fault, HttpFaults.status(fault.code()));
    }

    /** What a failure is to a client; one that nobody foresaw is an internal error. */
    public static FaultResponse of(Throwable failure) {
        return known(failure).orElseGet(() -> of(Faults.internal()));
    }

    /** Empty for a failure that nobody foresaw. */
    static Optional<FaultResponse> known(Throwable failure) {
        if (failure instanceof FaultException e) {
            return Optional.of(of(e.fault()));
        }
        if (failure instanceof UploadException e) {
            return Optional.of(of(HttpFaults.of(e)));
        }
        if (failure instanceof StoreException e) {
            return Optional.of(of(Faults.of(e)));
        }
        if (failure instanceof WebhookException e) {
            return Optional.of(of(Faults.of(e)));
        }
        return failure instanceof ReplyException e ? Optional.of(of(of(e))) : Optional.empty();
    }

    private static Fault of(ReplyException e) {
        if (e.failureType() == ReplyFailure.NO_HANDLERS) {
            return Faults.loading();
        }
        return e.failureType() == ReplyFailure.TIMEOUT ? Faults.timedOut() : Faults.internal();
    }
}
