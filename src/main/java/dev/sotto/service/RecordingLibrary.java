package dev.sotto.service;

import dev.sotto.bus.StoreCalls;
import dev.sotto.fault.FaultException;
import dev.sotto.job.Job;
import dev.sotto.job.JobId;
import dev.sotto.job.port.JobFilter;
import dev.sotto.job.port.JobLibrary;
import dev.sotto.job.port.JobLibrary.Labels;
import dev.sotto.job.port.SearchWords;
import dev.sotto.job.port.TranscriptEdits;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What owners call their jobs, and how they find them by title, by tag and by what is said. A transcript is put into the index
 * when its owner searches next, so an edit costs nothing, and transcripts of earlier versions are found too. Another's job is
 * one that does not exist. Futures fail with {@link FaultException} or {@link dev.sotto.job.port.StoreException}. Belongs to one
 * event loop.
 */
public final class RecordingLibrary {
    /** Tags that a list of them has at most. */
    public static final int TAGS_LISTED_MAX = 1000;

    private static final Logger LOG = LoggerFactory.getLogger(RecordingLibrary.class);
    private static final int INDEXED_AT_ONCE = 100;
    private static final Duration INDEXED_FOR = Duration.ofSeconds(2);

    private final JobLibrary library;
    private final TranscriptEdits edits;
    private final JobReader reader;
    private final InstantSource clock;
    private final StoreCalls store;

    RecordingLibrary(Vertx vertx, JobAccess jobs, JobReader reader) {
        this.library = jobs.library();
        this.edits = jobs.edits();
        this.reader = reader;
        this.clock = jobs.clock();
        this.store = StoreCalls.of(vertx);
    }

    /**
     * One job of a list.
     *
     * @param excerpt of its text, where that has what was searched for
     */
    public record Entry(Job job, Labels labels, Optional<String> excerpt) {}

    /**
     * A page of jobs.
     *
     * @param isWhole whether every transcript was searched; if not, searching again searches more of them
     */
    public record Found<T>(Page<T> page, boolean isWhole) {}

    /**
     * Jobs, newest first.
     *
     * @param document of one job; called on a thread that may take its time
     */
    public <T> Future<Found<T>> list(
            Caller caller, JobFilter filter, PageRequest request, Function<Entry, T> document) {
        return store.ask(() -> {
            boolean isWhole = filter.search().isEmpty() || caughtUp(caller.name());
            Page<Job> page = reader.page(caller, filter, request);
            List<JobId> ids = page.items().stream().map(Job::id).toList();
            Map<JobId, Labels> labels = library.labels(caller.name(), ids);
            Map<JobId, String> excerpts = filter.search()
                    .map(words -> library.excerpts(caller.name(), words, ids))
                    .orElse(Map.of());
            return new Found<>(
                    page.map(job -> document.apply(new Entry(
                            job,
                            labels.getOrDefault(job.id(), Labels.NONE),
                            Optional.ofNullable(excerpts.get(job.id()))))),
                    isWhole);
        });
    }

    /** Whether the index has every document of the owner as it is now; brings it nearer to that. Blocks. */
    private boolean caughtUp(String owner) {
        Instant until = clock.instant().plus(INDEXED_FOR);
        List<JobId> missing = library.unindexed(owner, INDEXED_AT_ONCE);
        for (JobId id : missing) {
            if (clock.instant().isAfter(until)) {
                return false;
            }
            edits.history(owner, id)
                    .ifPresent(history ->
                            library.index(owner, id, history.edits().size(), SearchWords.indexed(text(id, history))));
        }
        return missing.size() < INDEXED_AT_ONCE || library.unindexed(owner, 1).isEmpty();
    }

    /** Empty for what this version cannot read, so that it is not tried again. */
    private static String text(JobId id, TranscriptEdits.History history) {
        try {
            return TranscriptDocuments.text(history);
        } catch (IllegalArgumentException | FaultException e) {
            LOG.warn("the transcript of job {} cannot be read and is not searched", id, e);
            return "";
        }
    }

    /** The labels of a job. */
    public Future<Labels> labels(Caller caller, JobId id) {
        return store.ask(() -> library.labels(caller.name(), List.of(id)).getOrDefault(id, Labels.NONE));
    }

    /** Changes labels; they are on disk when this is answered. */
    public Future<Labels> label(Caller caller, JobId id, JobLibrary.LabelChange change) {
        return store.ask(() -> library.label(caller.name(), id, change)
                .orElseThrow(() -> new FaultException(Faults.unknownJob(id.value()))));
    }

    /** The caller's tags, at most {@value #TAGS_LISTED_MAX}. */
    public Future<List<JobLibrary.TagUse>> tags(Caller caller) {
        return store.ask(() -> library.tags(caller.name(), TAGS_LISTED_MAX));
    }
}
