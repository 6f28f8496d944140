package dev.sotto.service;

import dev.sotto.bus.Addresses;
import dev.sotto.bus.RegroupRequest;
import dev.sotto.bus.StoreCalls;
import dev.sotto.bus.TranscriptionReply;
import dev.sotto.fault.Fault;
import dev.sotto.fault.FaultException;
import dev.sotto.format.stored.StoredEvidence;
import dev.sotto.format.stored.StoredRequest;
import dev.sotto.format.stored.StoredTranscript;
import dev.sotto.job.JobId;
import dev.sotto.job.port.JobSpeakers;
import dev.sotto.job.port.VoiceStore;
import dev.sotto.transcript.KnownVoice;
import dev.sotto.transcript.KnownVoices;
import dev.sotto.transcript.SpeakerGrouping;
import dev.sotto.transcript.SpeakerOptions;
import dev.sotto.transcript.Speakers;
import dev.sotto.transcript.Transcript;
import dev.sotto.transcript.VoiceProfile;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/** Tells the speakers of a job's recording apart anew, by what was kept of it. Belongs to one event loop. */
public final class SpeakerCommands {
    /** Each holds a recording's analysis, about 5 MB an hour, while it waits for its turn. */
    private static final int WAITING_MAX = 8;

    private static final Duration ANSWER_MAX = Duration.ofMinutes(10);

    private final BoundedRequests requests;
    private final JobAccess jobs;
    private final StoreCalls store;
    private final boolean isLibraryOpen;

    /** @param isLibraryOpen whether speakers may be called by voices of their owner's library */
    SpeakerCommands(Vertx vertx, JobAccess jobs, boolean isLibraryOpen) {
        this.isLibraryOpen = isLibraryOpen;
        this.requests = new BoundedRequests(vertx, WAITING_MAX, ANSWER_MAX);
        this.jobs = jobs;
        this.store = StoreCalls.of(vertx);
    }

    /**
     * Puts the transcript with its new speakers in the place of the job's result.
     *
     * @param grouping made of the options that the job was submitted with; may throw {@link
     *     dev.sotto.transcript.InvalidOption}
     */
    public Future<Speakers> regroup(Caller caller, JobId id, Function<SpeakerOptions, SpeakerGrouping> grouping) {
        return requests.run(() -> store.ask(() -> request(caller, id, grouping))
                .compose(request -> requests.<TranscriptionReply>ask(Addresses.REGROUP, request))
                .map(SpeakerCommands::transcript)
                .compose(found -> store.ask(() -> replaced(caller, id, found))));
    }

    private RegroupRequest request(Caller caller, JobId id, Function<SpeakerOptions, SpeakerGrouping> grouping) {
        JobSpeakers.Kept kept = KeptVoices.of(jobs, caller, id, "voices to tell apart");
        String request = jobs.tenantJobs()
                .request(caller.name(), id)
                .orElseThrow(() -> new FaultException(Faults.unknownJob(id.value())));
        SpeakerOptions asked = StoredRequest.read(request).options().speakers();
        SpeakerGrouping wanted = grouping.apply(asked);
        return new RegroupRequest(
                id.value(),
                StoredEvidence.read(kept.analysis(), kept.text()),
                wanted.with(library(caller, wanted.options().known())));
    }

    /** Voices that the job was sent with, as far as they are still there, or those that are named now. */
    private List<VoiceProfile> library(Caller caller, KnownVoices known) {
        if (!isLibraryOpen) {
            if (!known.wanted().isEmpty() && known.voices().isEmpty()) {
                throw new FaultException(Faults.voicesOff(KnownVoices.FIELD));
            }
            return List.of();
        }
        List<VoiceStore.Voice> all = jobs.voices().list(caller.name());
        List<String> ids = known.voices().isEmpty()
                ? KnownVoiceRequest.of(List.of(), known.wanted(), all).voices().ids(KnownVoice.Origin.LIBRARY)
                : known.ids(KnownVoice.Origin.LIBRARY);
        return all.stream()
                .filter(voice -> ids.contains(voice.id()))
                .map(voice -> new VoiceProfile(voice.name(), voice.vector()))
                .toList();
    }

    private static Transcript transcript(TranscriptionReply reply) {
        if (reply instanceof TranscriptionReply.Succeeded succeeded) {
            return succeeded.transcript();
        }
        TranscriptionReply.Failed failed = (TranscriptionReply.Failed) reply;
        throw new FaultException(Fault.of(failed.code(), failed.message() + "."));
    }

    /** Warnings of the recording stay: they are no part of the evidence. */
    private Speakers replaced(Caller caller, JobId id, Transcript found) {
        Transcript whole = jobs.tenantJobs()
                .result(caller.name(), id)
                .map(text -> found.withWarnings(StoredTranscript.read(text).warnings()))
                .orElse(found);
        if (!jobs.speakers().replaceResult(caller.name(), id, StoredTranscript.write(whole))) {
            throw new FaultException(Faults.unknownJob(id.value()));
        }
        return whole.speakers().orElseThrow();
    }
}
