package dev.sotto.service;

import dev.sotto.fault.Fault;
import dev.sotto.fault.FaultCode;
import dev.sotto.fault.FaultException;
import dev.sotto.transcript.Cancellation;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Models pulled and deleted while the server runs; whether the caller is an administrator is checked before. One pull runs at a
 * time. The server forgets pulls when it stops: what they fetched stays, and the next pull of the model goes on from there.
 * Belongs to one event loop.
 */
public final class ModelPulls {
    /** Pulls that a page has at most. */
    public static final int PAGE_MAX = 100;

    private static final Logger LOG = LoggerFactory.getLogger(ModelPulls.class);
    private static final String POOL = "model-pulls";
    private static final String CHANGES_POOL = "model-changes";
    private static final long WARN_AFTER_HOURS = 24; // a log line only
    private static final int OPEN_MAX = 8;
    private static final int KEPT_MAX = 100;

    private final WorkerExecutor pool;
    private final WorkerExecutor changes;
    private final Backend backend;
    private final InstantSource clock;
    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private int made;

    ModelPulls(Vertx vertx, Backend backend, InstantSource clock) {
        this.pool = vertx.createSharedWorkerExecutor(POOL, 1, WARN_AFTER_HOURS, TimeUnit.HOURS);
        this.changes = vertx.createSharedWorkerExecutor(CHANGES_POOL, 1);
        this.backend = backend;
        this.clock = clock;
    }

    /** A pull and what stops it; its thread writes the picture, everybody reads it. */
    private static final class Entry {
        private final Cancellation cancellation = new Cancellation();
        private ModelPull now;

        Entry(ModelPull now) {
            this.now = now;
        }

        synchronized ModelPull now() {
            return now;
        }

        synchronized ModelPull update(UnaryOperator<ModelPull> change) {
            now = change.apply(now);
            return now;
        }

        Cancellation cancellation() {
            return cancellation;
        }
    }

    /**
     * Begins to pull a model, or gives the pull of this model that is open already.
     *
     * @return fails with {@code MODEL_NOT_FOUND} for a name that no model can have, {@code QUEUE_FULL} beyond {@value
     *     #OPEN_MAX} open pulls
     */
    public Future<ModelPull> begin(String name) {
        ModelInstaller installer = installer();
        return changes.executeBlocking(() -> installer.resolve(name), false).map(model -> begin(installer, model));
    }

    private ModelPull begin(ModelInstaller installer, String model) {
        List<Entry> open = entries.values().stream()
                .filter(entry -> !entry.now().state().isFinal())
                .toList();
        Optional<Entry> same =
                open.stream().filter(entry -> entry.now().model().equals(model)).findFirst();
        if (same.isPresent()) {
            return same.get().now();
        }
        if (open.size() >= OPEN_MAX) {
            throw new FaultException(Fault.of(
                    FaultCode.QUEUE_FULL,
                    "%d pulls are open, as many as this server keeps; wait for one to end or cancel one."
                            .formatted(OPEN_MAX)));
        }
        Instant now = clock.instant();
        String id = "pull_%s_%d".formatted(Long.toString(now.toEpochMilli(), Character.MAX_RADIX), ++made);
        ModelPull pull =
                new ModelPull(id, model, ModelPull.State.QUEUED, 0, 0, Optional.empty(), now, Optional.empty());
        Entry entry = new Entry(pull);
        entries.put(id, entry);
        forgetOldest();
        pool.executeBlocking(() -> run(installer, entry), true)
                .onFailure(e -> LOG.error("the pull of {} ended for a reason of ours", model, e));
        return pull;
    }

    private void forgetOldest() {
        List<String> ended = entries.entrySet().stream()
                .filter(entry -> entry.getValue().now().state().isFinal())
                .map(Map.Entry::getKey)
                .toList();
        ended.subList(0, Math.max(0, ended.size() - KEPT_MAX)).forEach(entries::remove);
    }

    /** On the pool's thread. */
    private ModelPull run(ModelInstaller installer, Entry entry) {
        ModelPull begun = entry.update(ModelPull::begun);
        if (begun.state().isFinal()) {
            return begun; // cancelled while it waited
        }
        String model = begun.model();
        LOG.info("pulling {}", model);
        try {
            installer.pull(model, (done, total) -> entry.update(pull -> pull.at(done, total)), entry.cancellation());
            return end(entry, ModelPull.State.SUCCEEDED, Optional.empty());
        } catch (FaultException e) {
            boolean isCancelled = e.fault().code() == FaultCode.CANCELLED;
            return isCancelled
                    ? end(entry, ModelPull.State.CANCELLED, Optional.empty())
                    : end(entry, ModelPull.State.FAILED, Optional.of(e.fault()));
        } catch (RuntimeException e) {
            end(entry, ModelPull.State.FAILED, Optional.of(Fault.of(FaultCode.INTERNAL, Fault.SERVER_FAILED)));
            throw e;
        }
    }

    private ModelPull end(Entry entry, ModelPull.State state, Optional<Fault> fault) {
        ModelPull ended = entry.update(pull -> pull.ended(state, fault, clock.instant()));
        LOG.info(
                "the pull of {} has {}{}",
                ended.model(),
                state.wireName(),
                fault.map(why -> ": " + why.message()).orElse(""));
        return ended;
    }

    /** As it is now; {@code PULL_NOT_FOUND} if this server does not know it, or has forgotten it. */
    public ModelPull find(String id) {
        return entry(id).now();
    }

    private Entry entry(String id) {
        Entry entry = entries.get(id);
        if (entry == null) {
            throw new FaultException(Faults.unknownPull(id));
        }
        return entry;
    }

    /** A page, newest first. */
    public Page<ModelPull> list(PageRequest page) {
        List<ModelPull> all = new ArrayList<>();
        entries.values().forEach(entry -> all.add(entry.now()));
        Collections.reverse(all);
        int from = 0;
        if (page.after().isPresent()) {
            String last = page.after().get();
            from = all.stream().map(ModelPull::id).toList().indexOf(last) + 1;
            if (from == 0) {
                throw new FaultException(Faults.unknownCursor(last));
            }
        }
        return Page.of(all.subList(from, Math.min(all.size(), from + page.limitOfStore())), page.limit());
    }

    /** Stops it soon; one that waits is cancelled at once, one that has ended stays as it is. */
    public ModelPull cancel(String id) {
        Entry entry = entry(id);
        entry.cancellation().request();
        return entry.update(pull -> pull.state() == ModelPull.State.QUEUED
                ? pull.ended(ModelPull.State.CANCELLED, Optional.empty(), clock.instant())
                : pull);
    }

    /** Deletes a pulled model; fails as {@link ModelInstaller#delete} does. */
    public Future<Void> delete(String name) {
        ModelInstaller installer = installer();
        return changes.executeBlocking(
                () -> {
                    installer.delete(name);
                    return null;
                },
                true);
    }

    private ModelInstaller installer() {
        return backend.installer()
                .orElseThrow(() -> new FaultException(Faults.unavailable("This server manages no models.")));
    }

    /** The server stops. */
    void close() {
        entries.values().forEach(entry -> entry.cancellation().request());
    }
}
