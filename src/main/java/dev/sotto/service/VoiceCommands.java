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
import dev.sotto.job.JobId;
import dev.sotto.job.RandomName;
import dev.sotto.job.port.JobSpeakers;
import dev.sotto.job.port.VoiceStore.Voice;
import dev.sotto.transcript.KnownVoices;
import dev.sotto.transcript.Speakers;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
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

    private final BoundedRequests requests;
    private final Backend backend;
    private final JobAccess jobs;
    private final StoreCalls store;
    private final ServerConfig config;
    private final RandomGenerator random;

    /** @param random draws ids that nobody can guess */
    VoiceCommands(Vertx vertx, Backend backend, JobAccess jobs, RandomGenerator random, ServerConfig config) {
        this.random = random;
        this.requests = new BoundedRequests(vertx, WAITING_MAX, ANSWER_MAX);
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
        return requests.run(() -> requests.<VoiceReply>ask(Addresses.VOICE_OF_CLIP, request)
                .map(reply -> made(reply, "file"))
                .compose(made -> keep(caller, name, made)));
    }

    /**
     * Keeps the voice of somebody who speaks in the recording of a job.
     *
     * @param speaker what they are called in its result
     */
    public Future<Voice> enrol(Caller caller, String name, JobId job, String speaker) {
        return requests.run(() -> store.ask(() -> request(caller, job, speaker))
                .compose(request -> requests.<VoiceReply>ask(Addresses.VOICE_OF_SPEAKER, request))
                .map(reply -> made(reply, "speaker"))
                .compose(made -> keep(caller, name, made)));
    }

    private VoiceRequest.OfSpeaker request(Caller caller, JobId id, String speaker) {
        JobSpeakers.Kept kept = KeptVoices.of(jobs, caller, id, "voices");
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
