package dev.sotto.service;

import dev.sotto.bus.Addresses;
import dev.sotto.bus.StoreCalls;
import dev.sotto.bus.VoiceReply;
import dev.sotto.bus.VoiceRequest;
import dev.sotto.config.ServerConfig;
import dev.sotto.fault.Fault;
import dev.sotto.fault.FaultCode;
import dev.sotto.fault.FaultException;
import dev.sotto.format.stored.StoredEvidence;
import dev.sotto.format.stored.StoredTranscript;
import dev.sotto.job.Job;
import dev.sotto.job.JobId;
import dev.sotto.job.JobState;
import dev.sotto.job.RandomName;
import dev.sotto.job.port.JobSpeakers;
import dev.sotto.job.port.VoiceStore.Voice;
import dev.sotto.transcript.KnownVoices;
import dev.sotto.transcript.Speakers;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * What owners do with the voices that they keep. Another's voice is one that does not exist. What is answered is on disk. Futures
 * fail with {@link FaultException}. Belongs to one event loop.
 */
public final class VoiceCommands {
    /** Clips are listened to one by one. */
    private static final int WAITING_MAX = 16;

    private static final Duration ANSWER_MAX = Duration.ofMinutes(15);
    private static final String PREFIX = "voice_";

    private final Vertx vertx;
    private final Backend backend;
    private final JobAccess jobs;
    private final StoreCalls store;
    private final ServerConfig config;
    private final RandomGenerator random;
    private int waiting;

    /** @param random draws ids that nobody can guess */
    VoiceCommands(Vertx vertx, Backend backend, JobAccess jobs, RandomGenerator random, ServerConfig config) {
        this.random = random;
        this.vertx = vertx;
        this.backend = backend;
        this.jobs = jobs;
        this.store = StoreCalls.of(vertx);
        this.config = config;
    }

    /**
     * To be called before anything else is done with voices.
     *
     * @throws FaultException unless the server keeps any
     */
    public void checkOpen() {
        if (!config.voices().enabled()) {
            throw new FaultException(Faults.voicesOff("voices"));
        }
    }

    /** Keeps the voice of a clip; the clip itself is left to the caller, who deletes it. */
    public Future<Voice> enrol(Caller caller, String name, Path clip) {
        if (!backend.isReady()) {
            return Future.failedFuture(new FaultException(Faults.loading()));
        }
        VoiceRequest.OfClip request =
                new VoiceRequest.OfClip(clip, config.models().defaultModel());
        return bounded(() -> ask(Addresses.VOICE_OF_CLIP, request)
                .map(reply -> made(reply, "file"))
                .compose(made -> keep(caller, name, made)));
    }

    /**
     * Keeps the voice of somebody who speaks in the recording of a job.
     *
     * @param speaker what they are called in its result
     */
    public Future<Voice> enrol(Caller caller, String name, JobId job, String speaker) {
        return bounded(() -> store.ask(() -> request(caller, job, speaker))
                .compose(request -> ask(Addresses.VOICE_OF_SPEAKER, request))
                .map(reply -> made(reply, "speaker"))
                .compose(made -> keep(caller, name, made)));
    }

    private Future<Voice> bounded(Supplier<Future<Voice>> work) {
        if (waiting >= WAITING_MAX) {
            return Future.failedFuture(new FaultException(Faults.queueFull()));
        }
        waiting++;
        return work.get().onComplete(done -> waiting--);
    }

    private Future<VoiceReply> ask(String address, VoiceRequest request) {
        DeliveryOptions delivery = new DeliveryOptions().setLocalOnly(true).setSendTimeout(ANSWER_MAX.toMillis());
        return vertx.eventBus().<VoiceReply>request(address, request, delivery).map(Message::body);
    }

    private VoiceRequest.OfSpeaker request(Caller caller, JobId id, String speaker) {
        Job job = jobs.tenantJobs()
                .find(caller.name(), id)
                .orElseThrow(() -> new FaultException(Faults.unknownJob(id.value())));
        if (job.state() != JobState.SUCCEEDED) {
            throw new FaultException(Faults.noResult(job));
        }
        JobSpeakers.Kept kept = jobs.speakers()
                .find(caller.name(), id)
                .orElseThrow(() -> new FaultException(Fault.of(
                        FaultCode.WRONG_JOB_STATE,
                        "Job %s has no voices: it was made without diarize, or its channels are its speakers."
                                .formatted(id))));
        Speakers speakers = jobs.tenantJobs()
                .result(caller.name(), id)
                .flatMap(text -> StoredTranscript.read(text).speakers())
                .orElseThrow(() -> new FaultException(Faults.unknownJob(id.value())));
        List<String> names =
                speakers.speakers().stream().map(Speakers.Summary::speaker).toList();
        if (!names.contains(speaker)) {
            throw new FaultException(
                    Faults.unexpected("speaker", speaker, "one of those of the job: " + String.join(", ", names)));
        }
        return new VoiceRequest.OfSpeaker(StoredEvidence.read(kept.analysis(), kept.text()), speakers, speaker);
    }

    private static VoiceReply.Made made(VoiceReply reply, String field) {
        if (reply instanceof VoiceReply.Made made) {
            return made;
        }
        VoiceReply.Failed failed = (VoiceReply.Failed) reply;
        throw new FaultException(
                failed.code() == FaultCode.INVALID_VALUE
                        ? Faults.invalidValue(field, failed.message())
                        : Fault.of(failed.code(), failed.message()));
    }

    private Future<Voice> keep(Caller caller, String name, VoiceReply.Made made) {
        return store.ask(() -> {
            Voice voice = new Voice(
                    PREFIX + RandomName.draw(random),
                    name,
                    made.vector(),
                    made.seconds(),
                    jobs.clock().instant());
            if (!jobs.voices().add(caller.name(), voice, KnownVoices.LIBRARY_MAX)) {
                throw new FaultException(Faults.invalidValue(
                        "name",
                        "%d voices are kept, and no more can be; delete one first."
                                .formatted(KnownVoices.LIBRARY_MAX)));
            }
            return voice;
        });
    }

    /** All of the caller, the oldest first. */
    public Future<List<Voice>> list(Caller caller) {
        return store.ask(() -> jobs.voices().list(caller.name()));
    }

    /** Deletes one for good. */
    public Future<Void> delete(Caller caller, String id) {
        return store.run(() -> {
            if (!jobs.voices().delete(caller.name(), id)) {
                throw new FaultException(Faults.unknownVoice(id));
            }
        });
    }
}
