package dev.sotto.service;

import dev.sotto.bus.StoreCalls;
import dev.sotto.edit.Change;
import dev.sotto.edit.EditRefused;
import dev.sotto.edit.EditedResult;
import dev.sotto.edit.EditedTranscript;
import dev.sotto.edit.Operation;
import dev.sotto.fault.Fault;
import dev.sotto.fault.FaultCode;
import dev.sotto.fault.FaultException;
import dev.sotto.format.stored.StoredEdit;
import dev.sotto.format.stored.StoredTranscript;
import dev.sotto.job.Job;
import dev.sotto.job.JobId;
import dev.sotto.job.port.StoreError;
import dev.sotto.job.port.StoreException;
import dev.sotto.job.port.TranscriptEdits;
import dev.sotto.transcript.Segment;
import dev.sotto.transcript.Transcript;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Edited documents beside the transcripts of jobs. An operation is on disk before it is answered, and one that is sent again is
 * taken once. Another's job is one that does not exist. Futures fail with {@link FaultException} or {@link StoreException}. Belongs
 * to one event loop.
 */
public final class TranscriptDocuments {
    /** More operations on one document are refused. */
    public static final int VERSIONS_MAX = 50_000;

    private static final int TRIES_MAX = 8;

    private final JobAccess jobs;
    private final JobReader reader;
    private final InstantSource clock;
    private final StoreCalls store;

    TranscriptDocuments(Vertx vertx, JobAccess jobs, JobReader reader) {
        this.jobs = jobs;
        this.reader = reader;
        this.clock = jobs.clock();
        this.store = StoreCalls.of(vertx);
    }

    /**
     * What an editor sends.
     *
     * @param editor the same for all that one page or program sends
     * @param base version of the document that the operations were made on
     */
    public record Edits(String editor, int base, List<SentOperation> operations) {
        public Edits {
            operations = List.copyOf(operations);
        }
    }

    /**
     * One operation.
     *
     * @param id made by the editor; the same when it is sent again
     */
    public record SentOperation(String id, Operation operation) {}

    /** An operation that was taken, and when. */
    public record Version(Change change, Instant takenAt) {}

    /**
     * The document.
     *
     * @param view of it; called on a thread that may take its time
     */
    public <T> Future<T> read(Caller caller, JobId id, Function<EditedTranscript, T> view) {
        return store.ask(() -> view.apply(document(history(caller, id))));
    }

    /**
     * As the job's result, with the edited document in place of what the machine found.
     *
     * @param view of it; called on a thread that may take its time
     */
    public <T> Future<T> result(Caller caller, JobId id, Function<JobTranscript, T> view) {
        return reader.result(
                caller,
                id,
                found ->
                        view.apply(new JobTranscript(found.request(), EditedResult.of(document(history(caller, id))))));
    }

    /**
     * Takes operations, all or none.
     *
     * @param view of the document with them; called on a thread that may take its time
     */
    public <T> Future<T> edit(Caller caller, JobId id, Edits edits, Function<EditedTranscript, T> view) {
        return store.ask(() -> {
            for (int attempt = 0; attempt < TRIES_MAX; attempt++) {
                EditedTranscript document = document(history(caller, id));
                List<TranscriptEdits.Edit> added = apply(document, edits);
                if (added.isEmpty() || jobs.edits().append(caller.name(), id, added)) {
                    return view.apply(document);
                }
            }
            throw new StoreException(StoreError.BUSY, "other edits came in between, %d times".formatted(TRIES_MAX));
        });
    }

    /** A page of what was taken, the newest first; the id of a version in pages is its operation's. */
    public Future<Page<Version>> versions(Caller caller, JobId id, PageRequest page) {
        return store.ask(() -> {
            List<TranscriptEdits.Edit> edits = history(caller, id).edits();
            int end = page.after().map(after -> position(edits, after)).orElse(edits.size());
            List<Version> found = IntStream.range(0, Math.min(end, page.limitOfStore()))
                    .mapToObj(back -> edits.get(end - 1 - back))
                    .map(edit -> new Version(change(edit), edit.takenAt()))
                    .toList();
            return Page.of(found, page.limit());
        });
    }

    private static int position(List<TranscriptEdits.Edit> edits, String operation) {
        return IntStream.range(0, edits.size())
                .filter(index -> edits.get(index).operation().equals(operation))
                .findFirst()
                .orElseThrow(() -> new FaultException(Faults.unknownCursor(operation)));
    }

    private TranscriptEdits.History history(Caller caller, JobId id) {
        return jobs.edits().history(caller.name(), id).orElseThrow(() -> {
            Optional<Job> job = jobs.tenantJobs().find(caller.name(), id);
            return new FaultException(job.map(Faults::noResult).orElseGet(() -> Faults.unknownJob(id.value())));
        });
    }

    /** The document of a tenant's job as a transcript; empty where there is no result. Blocks. */
    Optional<Transcript> edited(String tenant, JobId id) {
        return jobs.edits().history(tenant, id).map(history -> EditedResult.of(document(history)));
    }

    /** All that is said in the document that a history makes, passage by passage. */
    static String text(TranscriptEdits.History history) {
        return EditedResult.of(document(history)).segments().stream()
                .map(Segment::text)
                .collect(Collectors.joining(" "));
    }

    private static EditedTranscript document(TranscriptEdits.History history) {
        EditedTranscript document = new EditedTranscript(StoredTranscript.read(history.transcript()));
        history.edits().forEach(edit -> document.apply(change(edit)));
        return document;
    }

    private static Change change(TranscriptEdits.Edit edit) {
        StoredEdit stored = StoredEdit.read(edit.content());
        return new Change(edit.version(), edit.operation(), stored.editor(), stored.base(), stored.operation());
    }

    private List<TranscriptEdits.Edit> apply(EditedTranscript document, Edits edits) {
        List<TranscriptEdits.Edit> added = new ArrayList<>();
        for (SentOperation sent : edits.operations()) {
            Optional<Integer> known = document.versionOf(sent.id());
            if (known.isPresent()) {
                checkSame(document.changes().get(known.get() - 1), sent);
                continue;
            }
            int version = document.version() + 1;
            if (version > VERSIONS_MAX) {
                throw new FaultException(Faults.invalidValue(
                        "operations",
                        "The document has %d versions, and no more are taken; export it.".formatted(VERSIONS_MAX)));
            }
            try {
                document.apply(new Change(version, sent.id(), edits.editor(), edits.base(), sent.operation()));
            } catch (EditRefused e) {
                throw new FaultException(Faults.invalidValue(e.field(), String.valueOf(e.getMessage())));
            }
            added.add(new TranscriptEdits.Edit(
                    version,
                    sent.id(),
                    new StoredEdit(edits.editor(), edits.base(), sent.operation()).write(),
                    clock.instant()));
        }
        return added;
    }

    private static void checkSame(Change taken, SentOperation sent) {
        if (!taken.operation().equals(sent.operation())) {
            throw new FaultException(Fault.of(
                    FaultCode.IDEMPOTENCY_KEY_REUSED,
                    "Operation %s was taken before, with other content; give each operation an id of its own."
                            .formatted(sent.id()),
                    "operations"));
        }
    }
}
