package dev.sotto.worker.transcription;

import dev.sotto.audio.AudioException;
import dev.sotto.audio.DecodedMedia;
import dev.sotto.audio.MediaDecoder;
import dev.sotto.bus.AudioSource;
import dev.sotto.bus.TranscriptionReply;
import dev.sotto.bus.TranscriptionRequest;
import dev.sotto.diarize.SpeakerAnalyzer;
import dev.sotto.fault.Fault;
import dev.sotto.fault.FaultCode;
import dev.sotto.pipeline.ChannelTranscriber;
import dev.sotto.pipeline.RecordingTranscriber;
import dev.sotto.pipeline.SpeakerTranscriber;
import dev.sotto.transcript.AudioContext;
import dev.sotto.transcript.Mode;
import dev.sotto.transcript.RecordingStage;
import dev.sotto.transcript.TranscriptionException;
import dev.sotto.vad.SpeechDetector;
import dev.sotto.worker.engine.EngineLease;
import dev.sotto.worker.engine.Engines;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One request from file to reply, blocking. Thread-safe. Every failure becomes a reply; none is thrown. */
public final class TranscriptionWork {
    private static final Logger LOG = LoggerFactory.getLogger(TranscriptionWork.class);
    /** A model that finds no place waits so long for one to be given up. */
    private static final Duration PLACE_WAIT_MAX = Duration.ofHours(24);

    private static final long LOOKS_EVERY_MILLIS = 200;

    private final MediaDecoder decoder;
    private final ClipVoices clips;
    private final Engines engines;
    private final SpeechDetector detector;
    private final Mode defaultMode;
    private final AudioContext audioContext;

    /**
     * Shares all that it is given with others.
     *
     * @param defaultMode used where a request names none
     * @param audioContext of windows in batched mode
     */
    public TranscriptionWork(
            MediaDecoder decoder,
            Engines engines,
            SpeechDetector detector,
            Mode defaultMode,
            AudioContext audioContext) {
        this.decoder = decoder;
        this.clips = new ClipVoices(decoder);
        this.engines = engines;
        this.detector = detector;
        this.defaultMode = defaultMode;
        this.audioContext = audioContext;
    }

    private DecodedMedia decoded(TranscriptionRequest request) {
        if (request.source() instanceof AudioSource.File file) {
            DecodedMedia media = request.listener()
                    .timed(
                            RecordingStage.MEDIA,
                            () -> decoder.decode(
                                    file.path(),
                                    request.options().media(),
                                    request.workClass(),
                                    request.cancellation()::isRequested,
                                    request.listener()::waiting));
            if (request.finished().isEmpty()) { // whoever watches need not wait for the first window to know the length
                request.listener().progress(0, media.channels().get(0).durationSeconds());
            }
            return media;
        }
        throw new IllegalStateException("a source of no known kind: " + request.source());
    }

    TranscriptionReply run(TranscriptionRequest request) {
        // The recording first: it may be refused, or its caller be gone, before a model is loaded or kept from others.
        try (DecodedMedia media = decoded(request);
                EngineLease lease = request.listener().timed(RecordingStage.MODEL, () -> lease(request))) {
            media.warnings().forEach(warning -> LOG.warn("transcription {}: {}", request.name(), warning.message()));
            SpeakerAnalyzer analyzer = new SpeakerAnalyzer(lease.speakers());
            SpeakerTranscriber transcriber = new SpeakerTranscriber(
                    new ChannelTranscriber(
                            new RecordingTranscriber(lease.engine(), detector, defaultMode, audioContext)),
                    analyzer,
                    lease.engine(),
                    voices(request, analyzer));
            SpeakerTranscriber.Spoken spoken = transcriber.transcribe(
                    media, request.options(), request.finished(), request.listener(), request.cancellation());
            return new TranscriptionReply.Succeeded(
                    spoken.transcript().withWarnings(media.warnings()), spoken.evidence());
        } catch (AudioException e) {
            return new TranscriptionReply.Failed(e.code(), String.valueOf(e.getMessage()));
        } catch (TranscriptionException e) {
            return failed(request, e);
        } catch (RuntimeException e) {
            LOG.error("transcription {} failed for a reason of ours", request.name(), e);
            return new TranscriptionReply.Failed(FaultCode.INTERNAL, Fault.SERVER_FAILED);
        }
    }

    /** Clips first: whoever sent one that has no voice is told so before a recording of hours is transcribed. */
    private SpeakerTranscriber.Voices voices(TranscriptionRequest request, SpeakerAnalyzer analyzer) {
        return new SpeakerTranscriber.Voices(
                clips.of(request.known().clips(), analyzer, request.cancellation()),
                request.known().profiles());
    }

    private static TranscriptionReply failed(TranscriptionRequest request, TranscriptionException e) {
        if (e.code() == FaultCode.INTERNAL) {
            LOG.error("transcription {} failed for a reason of ours", request.name(), e);
        }
        return new TranscriptionReply.Failed(e.code(), String.valueOf(e.getMessage()));
    }

    private EngineLease lease(TranscriptionRequest request) {
        CompletableFuture<EngineLease> answer =
                engines.lease(request.model(), request.workClass(), request.listener()::waiting);
        try {
            return await(answer, request);
        } catch (RuntimeException e) {
            if (!answer.cancel(false) && !answer.isCompletedExceptionally()) {
                answer.join().close(); // it came just now
            }
            throw e;
        }
    }

    private static EngineLease await(CompletableFuture<EngineLease> answer, TranscriptionRequest request) {
        long sinceNanos = System.nanoTime();
        while (true) {
            try {
                return answer.get(LOOKS_EVERY_MILLIS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                checkStillWanted(request, sinceNanos);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new TranscriptionException(FaultCode.CANCELLED, "the server is stopping", e);
            } catch (ExecutionException e) {
                if (e.getCause() instanceof TranscriptionException known) {
                    throw known;
                }
                throw new TranscriptionException(
                        FaultCode.INTERNAL, "loading model '%s' failed".formatted(request.model()), e.getCause());
            }
        }
    }

    private static void checkStillWanted(TranscriptionRequest request, long sinceNanos) {
        if (request.cancellation().isRequested()) {
            throw new TranscriptionException(FaultCode.CANCELLED, "cancelled while it waited for its model");
        }
        if (System.nanoTime() - sinceNanos > PLACE_WAIT_MAX.toNanos()) {
            throw new TranscriptionException(
                    FaultCode.ENGINE_BUSY,
                    "model '%s' was not loaded within %d hours: the models in use fill the memory that it needs"
                            .formatted(request.model(), PLACE_WAIT_MAX.toHours()));
        }
    }
}
