package dev.sotto.worker.transcription;

import dev.sotto.bus.Addresses;
import dev.sotto.bus.CombineRequest;
import dev.sotto.bus.RegroupRequest;
import dev.sotto.bus.TranscriptionReply;
import dev.sotto.bus.VoiceReply;
import dev.sotto.bus.VoiceRequest;
import dev.sotto.diarize.GivenTurns;
import dev.sotto.diarize.StoredAnalysis;
import dev.sotto.diarize.VoiceSample;
import dev.sotto.fault.Fault;
import dev.sotto.fault.FaultCode;
import dev.sotto.pipeline.SpeakerRegrouping;
import dev.sotto.transcript.Cancellation;
import dev.sotto.transcript.InvalidOption;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.eventbus.Message;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells speakers apart anew, and puts given words and speakers together: by rules alone, one request after another on a thread of
 * its own, which bounds what clustering holds at once. Whoever sends requests bounds their number.
 */
public final class RegroupVerticle extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(RegroupVerticle.class);
    private static final String POOL = "speaker-rules";
    private static final long WARN_AFTER_MINUTES = 5; // ten hours take one

    private final Cancellation stopping = new Cancellation();

    @SuppressWarnings("NullAway.Init") // set by start(), before any message
    private WorkerExecutor pool;

    @Override
    public Future<?> start() {
        pool = vertx.createSharedWorkerExecutor(POOL, 1, WARN_AFTER_MINUTES, TimeUnit.MINUTES);
        return vertx.eventBus()
                .<RegroupRequest>localConsumer(Addresses.REGROUP, this::take)
                .completion()
                .compose(listening -> vertx.eventBus()
                        .<CombineRequest>localConsumer(Addresses.COMBINE, this::combine)
                        .completion())
                .compose(listening -> vertx.eventBus()
                        .<VoiceRequest.OfSpeaker>localConsumer(Addresses.VOICE_OF_SPEAKER, this::voice)
                        .completion());
    }

    private void combine(Message<CombineRequest> message) {
        CombineRequest request = message.body();
        pool.executeBlocking(
                        () -> (TranscriptionReply) new TranscriptionReply.Succeeded(
                                GivenTurns.assign(request.transcript(), request.turns())),
                        false)
                .otherwise(e -> {
                    LOG.error("words and speakers of {} could not be put together", request.name(), e);
                    return new TranscriptionReply.Failed(FaultCode.INTERNAL, Fault.SERVER_FAILED);
                })
                .onSuccess(message::reply);
    }

    private void voice(Message<VoiceRequest.OfSpeaker> message) {
        pool.executeBlocking(() -> voice(message.body()), false)
                .otherwise(e -> {
                    LOG.error("the voice of a speaker could not be made", e);
                    return new VoiceReply.Failed(FaultCode.INTERNAL, Fault.SERVER_FAILED);
                })
                .onSuccess(message::reply);
    }

    private static VoiceReply voice(VoiceRequest.OfSpeaker request) {
        return VoiceReplies.of(VoiceSample.ofSpeaker(
                StoredAnalysis.read(request.evidence().analysis()),
                request.evidence().startSeconds(),
                request.speakers(),
                request.speaker()));
    }

    private void take(Message<RegroupRequest> message) {
        pool.executeBlocking(() -> answer(message.body()), false).onSuccess(message::reply);
    }

    private TranscriptionReply answer(RegroupRequest request) {
        try {
            return new TranscriptionReply.Succeeded(
                    SpeakerRegrouping.of(request.evidence(), request.grouping(), stopping));
        } catch (InvalidOption e) {
            return new TranscriptionReply.Failed(FaultCode.INVALID_VALUE, String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            LOG.error("the speakers of {} could not be told apart anew", request.name(), e);
            return new TranscriptionReply.Failed(FaultCode.INTERNAL, "the server failed; its log has the reason");
        }
    }

    @Override
    public Future<?> stop() {
        stopping.request();
        return pool.close();
    }
}
