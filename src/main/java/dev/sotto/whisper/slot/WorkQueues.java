package dev.sotto.whisper.slot;

import dev.sotto.transcript.WorkClass;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A fair queue for each class of work. Thread-safe.
 *
 * @param <W> what waits
 */
final class WorkQueues<W extends EngineRequest> {
    private final Map<WorkClass, FairQueue<W>> queues = new EnumMap<>(WorkClass.class); // filled here, then only read

    /** @param limits of each class */
    WorkQueues(QueueLimits limits) {
        for (WorkClass workClass : WorkClass.values()) {
            queues.put(workClass, new FairQueue<>(limits.callersMax(), limits.eachMax()));
        }
    }

    private FairQueue<W> of(WorkClass workClass) {
        FairQueue<W> queue = queues.get(workClass);
        if (queue == null) {
            throw new IllegalArgumentException("no queue for " + workClass);
        }
        return queue;
    }

    /** @throws dev.sotto.whisper.EngineException if there is no room */
    void add(W work) {
        of(work.session().workClass()).add(work);
    }

    /** Puts work that has had its turn before all else of its session, even where there is no room. */
    void putBack(W work) {
        of(work.session().workClass()).putBack(work);
    }

    /** As {@link FairQueue#poll}, of one class. */
    @Nullable
    W poll(WorkClass workClass, Predicate<W> servable) {
        return of(workClass).poll(servable);
    }

    boolean isEmpty() {
        return queues.values().stream().allMatch(FairQueue::isEmpty);
    }

    boolean isEmpty(WorkClass workClass) {
        return of(workClass).isEmpty();
    }

    /** How many wait; never waits itself. */
    int size(WorkClass workClass) {
        return of(workClass).size();
    }

    /** Everything that waits, taken out. */
    List<W> drain() {
        List<W> all = new ArrayList<>();
        queues.values().forEach(queue -> all.addAll(queue.drain()));
        return all;
    }
}
