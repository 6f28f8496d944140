package dev.sotto.worker.webhook;

import dev.sotto.outbound.OutboundClient;
import dev.sotto.outbound.OutboundError;
import dev.sotto.outbound.OutboundException;
import dev.sotto.outbound.OutboundUrl;
import dev.sotto.webhook.AttemptOutcome;
import dev.sotto.webhook.SendResult;
import dev.sotto.webhook.WebhookRequest;
import dev.sotto.webhook.WebhookSender;
import io.vertx.core.Future;
import java.util.concurrent.CompletionStage;

/** Sends webhooks by the guarded client; the URL and its address are judged anew at every attempt. */
public final class OutboundSender implements WebhookSender {
    private final OutboundClient client;

    public OutboundSender(OutboundClient client) {
        this.client = client;
    }

    @Override
    public CompletionStage<SendResult> send(WebhookRequest request) {
        return post(request).toCompletionStage();
    }

    private Future<SendResult> post(WebhookRequest request) {
        try {
            return client.post(OutboundUrl.parse(request.url().toString()), request.headers(), request.body())
                    .<SendResult>map(
                            answer -> new SendResult.Answered(answer.status(), answer.retryAfter(), answer.bodyHead()))
                    .recover(OutboundSender::unanswered);
        } catch (OutboundException e) {
            return unanswered(e);
        }
    }

    private static Future<SendResult> unanswered(Throwable fault) {
        return fault instanceof OutboundException known
                ? Future.succeededFuture(new SendResult.Unanswered(outcome(known.error())))
                : Future.failedFuture(fault);
    }

    private static AttemptOutcome outcome(OutboundError error) {
        return switch (error) {
            case URL_REFUSED, TARGET_REFUSED, ADDRESS_REFUSED -> AttemptOutcome.ADDRESS_REFUSED;
            case NAME_UNKNOWN -> AttemptOutcome.NAME_UNKNOWN;
            case CONNECT_FAILED -> AttemptOutcome.CONNECT_FAILED;
            case TLS_FAILED -> AttemptOutcome.TLS_FAILED;
            case TIMED_OUT, TOO_SLOW -> AttemptOutcome.TIMED_OUT;
            case ANSWER_BROKEN, INCOMPLETE, TOO_LARGE -> AttemptOutcome.ANSWER_BROKEN;
            // Of downloads only, or of this server's own making.
            case REDIRECT_REFUSED, ANSWERED_LATER, ANSWERED_NO, NOT_STORED, STOPPED, BUSY -> AttemptOutcome.NOT_SENT;
        };
    }
}
