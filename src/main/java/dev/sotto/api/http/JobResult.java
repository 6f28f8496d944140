package dev.sotto.api.http;

import dev.sotto.fault.FaultException;
import dev.sotto.format.DocumentOptions;
import dev.sotto.format.TranscriptFormat;
import dev.sotto.service.Faults;
import dev.sotto.service.JobTranscript;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/** A transcript in the shape that its reader wants. */
public record JobResult(TranscriptFormat format, Buffer document) {
    /**
     * What of a transcript its reader wants to see.
     *
     * @param speakers whether it says who speaks
     * @param times whether paragraphs say when they begin
     */
    public record Shown(boolean speakers, boolean times) {
        public static final Shown ALL = new Shown(true, true);
    }

    /** In the format that was asked for with the recording. Takes its time with a long one. */
    public static JobResult of(JobTranscript found) {
        return of(found, Optional.empty());
    }

    /**
     * As above.
     *
     * @param wanted empty means the format that was asked for with the recording
     */
    public static JobResult of(JobTranscript found, Optional<TranscriptFormat> wanted) {
        return of(found, wanted, found.request().document(), Shown.ALL);
    }

    /** As above, laid out otherwise than it was asked for with the recording. */
    public static JobResult of(
            JobTranscript found, Optional<TranscriptFormat> wanted, DocumentOptions layout, Shown shown) {
        TranscriptFormat format = wanted.orElse(found.request().format());
        JobTranscript seen = shown.speakers() ? found : found.anonymous();
        if (format.needsSpeakers() && !seen.hasSpeakers()) {
            throw new FaultException(Faults.unsupported(
                    "response_format",
                    "response_format %s needs speakers; this job was made without diarize, or they are left out."
                            .formatted(format.wireName())));
        }
        return new JobResult(format, Buffer.buffer(format.encode(seen.transcript(), layout, shown.times())));
    }

    /** Sends it to a caller who has waited for it. */
    public void send(RoutingContext context) {
        LongAnswers.send(context, format.contentType(), document);
    }

    /** Sends it to a caller who may as well ask again: refused while too much lies in memory that its readers do not take. */
    public void sendIfRoom(RoutingContext context) {
        LongAnswers.sendIfRoom(context, format.contentType(), document);
    }
}
