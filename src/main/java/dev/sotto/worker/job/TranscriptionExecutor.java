package dev.sotto.worker.job;

import dev.sotto.bus.Addresses;
import dev.sotto.bus.AudioSource;
import dev.sotto.bus.CombineRequest;
import dev.sotto.bus.StoreCalls;
import dev.sotto.bus.TranscriptionReply;
import dev.sotto.bus.TranscriptionRequest;
import dev.sotto.fault.FaultCode;
import dev.sotto.format.stored.GivenSpeakers;
import dev.sotto.format.stored.StoredEvidence;
import dev.sotto.format.stored.StoredRequest;
import dev.sotto.format.stored.StoredTranscript;
import dev.sotto.job.Job;
import dev.sotto.job.JobFailure;
import dev.sotto.job.port.BlobStore;
import dev.sotto.job.port.JobSpeakers;
import dev.sotto.job.port.LocalFile;
import dev.sotto.job.port.StoreError;
import dev.sotto.job.port.StoreException;
import dev.sotto.transcript.KnownSpeakers;
import dev.sotto.transcript.KnownVoices;
import dev.sotto.transcript.SpeakerWork;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Transcribes: a job's stored recording becomes a request on the bus, its reply the outcome. */
public final class TranscriptionExecutor implements JobExecutor {
    private static final Logger LOG = LoggerFactory.getLogger(TranscriptionExecutor.class);
    /** The supervisor ends what gets no further; the bus must not end it before. */
    private static final Duration REPLY_MAX = Duration.ofDays(30);

    private final Vertx vertx;
    private final BlobStore blobs;
    private final KnownSpeakersSource known;
    private final StoreCalls store;

    /** @param known asked on a thread that may wait for the store */
    public TranscriptionExecutor(Vertx vertx, BlobStore blobs, KnownSpeakersSource known) {
        this.known = known;
        this.vertx = vertx;
        this.blobs = blobs;
        this.store = StoreCalls.ofRecordings(vertx);
    }

    @Override
    public Future<JobOutcome> run(Job job, JobControl control) {
        StoredRequest request;
        try {
            request = StoredRequest.read(control.request());
        } catch (RuntimeException e) {
            LOG.error("job {} has a request that cannot be read", job.id(), e);
            return Future.succeededFuture(new JobOutcome.Failed(new JobFailure(
                    FaultCode.JOB_UNREADABLE, "What is stored of its request cannot be read; submit it again.")));
        }
        boolean isGiven = request.options().speakers().work() == SpeakerWork.GIVEN;
        return store.ask(() -> blobs.open(job.input()))
                .compose(file -> Future.succeededFuture(file)
                        .compose(open ->
                                isGiven ? combine(job, open.path()) : transcribe(job, open.path(), request, control))
                        .eventually(() -> close(job, file)))
                .map(TranscriptionExecutor::outcome)
                .recover(TranscriptionExecutor::lostAudio);
    }

    /** Never fails: what came of the recording counts, whatever becomes of its copy. */
    private Future<Void> close(Job job, LocalFile file) {
        return store.run(file::close)
                .onFailure(e -> LOG.warn("the recording of job {} could not be closed: {}", job.id(), e.toString()))
                .otherwiseEmpty();
    }

    private Future<TranscriptionReply> transcribe(Job job, Path file, StoredRequest request, JobControl control) {
        KnownVoices voices = request.options().speakers().known();
        Future<KnownSpeakers> found =
                voices.isEmpty() ? Future.succeededFuture(KnownSpeakers.NONE) : store.ask(() -> known.of(job, voices));
        return found.compose(speakers -> ask(Addresses.TRANSCRIBE, request(job, file, request, control, speakers)));
    }

    private static TranscriptionRequest request(
            Job job, Path file, StoredRequest request, JobControl control, KnownSpeakers known) {
        return new TranscriptionRequest(
                job.id().value(),
                new AudioSource.File(file),
                request.model(),
                job.workClass(),
                request.options(),
                control.finishedBefore(),
                control.listener(),
                control.cancellation(),
                known);
    }

    /** Nothing is heard: the file holds words, and who speaks when. */
    private Future<TranscriptionReply> combine(Job job, Path file) {
        return store.ask(() -> GivenSpeakers.read(Files.readString(file)))
                .compose(given -> ask(
                        Addresses.COMBINE, new CombineRequest(job.id().value(), given.transcript(), given.turns())));
    }

    private Future<TranscriptionReply> ask(String address, Object request) {
        DeliveryOptions delivery = new DeliveryOptions().setLocalOnly(true).setSendTimeout(REPLY_MAX.toMillis());
        return vertx.eventBus()
                .<TranscriptionReply>request(address, request, delivery)
                .map(Message::body);
    }

    private static JobOutcome outcome(TranscriptionReply reply) {
        if (reply instanceof TranscriptionReply.Succeeded succeeded) {
            return new JobOutcome.Succeeded(
                    () -> StoredTranscript.write(succeeded.transcript()),
                    succeeded.transcript().durationSeconds(),
                    () -> succeeded
                            .evidence()
                            .map(evidence ->
                                    new JobSpeakers.Kept(evidence.analysis(), StoredEvidence.write(evidence))));
        }
        TranscriptionReply.Failed failed = (TranscriptionReply.Failed) reply;
        return failed.code() == FaultCode.CANCELLED
                ? new JobOutcome.Stopped()
                : new JobOutcome.Failed(new JobFailure(failed.code(), failed.message()));
    }

    private static Future<JobOutcome> lostAudio(Throwable e) {
        return e instanceof StoreException fault && fault.error() == StoreError.DAMAGED
                ? Future.succeededFuture(
                        new JobOutcome.Failed(new JobFailure(FaultCode.AUDIO_LOST, String.valueOf(fault.getMessage()))))
                : Future.failedFuture(e);
    }
}
