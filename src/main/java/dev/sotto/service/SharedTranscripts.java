package dev.sotto.service;

import dev.sotto.bus.StoreCalls;
import dev.sotto.digest.Sha256;
import dev.sotto.fault.FaultException;
import dev.sotto.job.Job;
import dev.sotto.job.JobId;
import dev.sotto.job.RandomName;
import dev.sotto.job.port.JobLibrary.Labels;
import dev.sotto.job.port.TranscriptShares;
import dev.sotto.job.port.TranscriptShares.Share;
import dev.sotto.transcript.Transcript;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Links with which anybody reads a transcript, as it is edited, until they end. Whoever has a link needs no key; its token has 256
 * random bits, is told once, and only its hash is kept. Another's job is one that does not exist. Futures fail with {@link
 * FaultException} or {@link dev.sotto.job.port.StoreException}. Belongs to one event loop.
 */
public final class SharedTranscripts {
    private static final String ID_PREFIX = "share_";

    private final JobAccess jobs;
    private final TranscriptShares shares;
    private final TranscriptDocuments documents;
    private final SecureRandom random;
    private final InstantSource clock;
    private final StoreCalls store;

    SharedTranscripts(Vertx vertx, JobAccess jobs, TranscriptDocuments documents, SecureRandom random) {
        this.jobs = jobs;
        this.shares = jobs.shares();
        this.documents = documents;
        this.random = random;
        this.clock = jobs.clock();
        this.store = StoreCalls.of(vertx);
    }

    /**
     * A new link.
     *
     * @param token that opens it; told this once
     */
    public record NewShare(Share share, String token) {}

    /**
     * What a link opens.
     *
     * @param title empty if the owner gave none
     * @param recordedAt when the job was sent
     */
    public record Opened(String title, Instant recordedAt, Instant expiresAt, Transcript transcript) {}

    /**
     * Makes a link.
     *
     * @param lifetime from now
     */
    public Future<NewShare> add(Caller caller, JobId id, Duration lifetime) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        String token = RandomName.draw(random) + RandomName.draw(random);
        Share share = new Share(ID_PREFIX + RandomName.draw(random), now, now.plus(lifetime), Optional.empty());
        return store.ask(() -> switch (shares.add(caller.name(), id, share, Sha256.hexOf(token))) {
            case ADDED -> new NewShare(share, token);
            case TOO_MANY -> throw new FaultException(Faults.tooManyShares(TranscriptShares.KEPT_MAX));
            case NO_RESULT -> throw new FaultException(Faults.noResult(job(caller, id)));
        });
    }

    /** The links of a transcript, the newest first, those that have ended among them. */
    public Future<List<Share>> list(Caller caller, JobId id) {
        return store.ask(() -> {
            Job job = job(caller, id);
            return shares.list(caller.name(), job.id());
        });
    }

    /** Ends a link for good; one that has ended stays as it was. */
    public Future<Share> revoke(Caller caller, JobId id, String share) {
        return store.ask(() -> {
            Job job = job(caller, id);
            return shares.revoke(caller.name(), job.id(), share, clock.instant())
                    .orElseThrow(() -> new FaultException(Faults.unknownShare(share)));
        });
    }

    private Job job(Caller caller, JobId id) {
        return jobs.tenantJobs()
                .find(caller.name(), id)
                .orElseThrow(() -> new FaultException(Faults.unknownJob(id.value())));
    }

    /**
     * What a link opens; fails with {@code SHARE_NOT_FOUND} or {@code SHARE_ENDED}.
     *
     * @param view of it; called on a thread that may take its time
     */
    public <T> Future<T> open(String token, Function<Opened, T> view) {
        return store.ask(() -> {
            TranscriptShares.Shared shared =
                    shares.find(Sha256.hexOf(token)).orElseThrow(() -> new FaultException(Faults.noSuchLink()));
            if (!shared.share().isOpen(clock.instant())) {
                throw new FaultException(Faults.shareEnded());
            }
            return view.apply(opened(shared));
        });
    }

    private Opened opened(TranscriptShares.Shared shared) {
        JobId id = shared.job();
        Job job =
                jobs.tenantJobs().find(shared.tenant(), id).orElseThrow(() -> new FaultException(Faults.noSuchLink()));
        Labels labels = jobs.library().labels(shared.tenant(), List.of(id)).getOrDefault(id, Labels.NONE);
        Transcript transcript =
                documents.edited(shared.tenant(), id).orElseThrow(() -> new FaultException(Faults.noSuchLink()));
        return new Opened(labels.title(), job.createdAt(), shared.share().expiresAt(), transcript);
    }
}
