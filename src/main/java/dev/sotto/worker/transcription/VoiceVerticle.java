package dev.sotto.worker.transcription;

import dev.sotto.audio.AudioException;
import dev.sotto.audio.MediaDecoder;
import dev.sotto.bus.Addresses;
import dev.sotto.bus.VoiceReply;
import dev.sotto.bus.VoiceRequest;
import dev.sotto.diarize.SpeakerAnalyzer;
import dev.sotto.fault.Fault;
import dev.sotto.fault.FaultCode;
import dev.sotto.transcript.Cancellation;
import dev.sotto.transcript.TranscriptionException;
import dev.sotto.transcript.WorkClass;
import dev.sotto.worker.engine.EngineLease;
import dev.sotto.worker.engine.Engines;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.eventbus.Message;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens to clips of voices, one after another on a thread of its own, which waits for ffmpeg and the device. Whoever sends
 * requests bounds their number.
 */
public final class VoiceVerticle extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(VoiceVerticle.class);
    private static final String POOL = "voice-clips";
    private static final long WARN_AFTER_MINUTES = 10;

    private final ClipVoices clips;
    private final Engines engines;
    private final Cancellation stopping = new Cancellation();

    @SuppressWarnings("NullAway.Init") // set by start(), before any message
    private WorkerExecutor pool;

    /** Shares both with others. */
    public VoiceVerticle(MediaDecoder decoder, Engines engines) {
        this.clips = new ClipVoices(decoder);
        this.engines = engines;
    }

    @Override
    public Future<?> start() {
        pool = vertx.createSharedWorkerExecutor(POOL, 1, WARN_AFTER_MINUTES, TimeUnit.MINUTES);
        return vertx.eventBus()
                .<VoiceRequest.OfClip>localConsumer(Addresses.VOICE_OF_CLIP, this::take)
                .completion();
    }

    private void take(Message<VoiceRequest.OfClip> message) {
        pool.executeBlocking(() -> answer(message.body()), false).onSuccess(message::reply);
    }

    private VoiceReply answer(VoiceRequest.OfClip request) {
        try (EngineLease lease = engines.lease(request.model(), WorkClass.INTERACTIVE, () -> {})
                .get(WARN_AFTER_MINUTES, TimeUnit.MINUTES)) {
            return VoiceReplies.of(clips.of(request.clip(), new SpeakerAnalyzer(lease.speakers()), stopping));
        } catch (AudioException e) {
            return new VoiceReply.Failed(e.code(), String.valueOf(e.getMessage()));
        } catch (TranscriptionException e) {
            return new VoiceReply.Failed(e.code(), e.getMessage() + ".");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new VoiceReply.Failed(FaultCode.UNAVAILABLE, "The server is stopping.");
        } catch (Exception e) {
            LOG.error("a clip of a voice could not be listened to", e);
            return new VoiceReply.Failed(FaultCode.INTERNAL, Fault.SERVER_FAILED);
        }
    }

    @Override
    public Future<?> stop() {
        stopping.request();
        return pool.close();
    }
}
