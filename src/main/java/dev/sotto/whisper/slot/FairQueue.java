package dev.sotto.whisper.slot;

import dev.sotto.whisper.EngineException;
import dev.sotto.whisper.slot.EngineRequest.Session;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What waits, in one line a caller; callers take turns. A caller who is served goes behind all others who have something
 * waiting, so between two services of one caller each other one is served at most once: a short recording that arrives
 * waits for one window of each other caller at most, however long their lines are. What nobody waits for any more takes no
 * turn and no place. Thread-safe.
 *
 * @param <W> what waits
 */
final class FairQueue<W extends EngineRequest> {
    private final int callersMax;
    private final int eachMax;
    private final Map<Session, Deque<W>> lines = new LinkedHashMap<>(); // in order of turns; guarded by this
    private final AtomicInteger size = new AtomicInteger(); // changed with the lines, read without their lock

    /**
     * An empty queue.
     *
     * @param callersMax most callers who may have something waiting
     * @param eachMax longest line of one caller
     */
    FairQueue(int callersMax, int eachMax) {
        this.callersMax = callersMax;
        this.eachMax = eachMax;
    }

    /** @throws EngineException if there is no room */
    synchronized void add(W work) {
        dropAnswered();
        Deque<W> line = lines.get(work.session());
        if (line == null) {
            if (lines.size() >= callersMax) {
                throw EngineException.tooManyCallers(callersMax);
            }
            line = new ArrayDeque<>();
            lines.put(work.session(), line);
        }
        if (line.size() >= eachMax) {
            throw EngineException.queueFull(eachMax);
        }
        line.add(work);
        size.incrementAndGet();
    }

    /** Puts work that has had its turn before all else of its session, even where there is no room. */
    synchronized void putBack(W work) {
        lines.computeIfAbsent(work.session(), session -> new ArrayDeque<>()).addFirst(work);
        size.incrementAndGet();
    }

    private void dropAnswered() {
        int left = 0;
        for (Deque<W> line : lines.values()) {
            line.removeIf(work -> work.answer().isDone());
            left += line.size();
        }
        lines.values().removeIf(Deque::isEmpty);
        size.set(left);
    }

    /** The next one whose turn it is and which can be served; nobody who cannot be served loses a turn. */
    synchronized @Nullable W poll(Predicate<W> servable) {
        dropAnswered();
        for (Map.Entry<Session, Deque<W>> line : lines.entrySet()) {
            for (Iterator<W> works = line.getValue().iterator(); works.hasNext(); ) {
                W work = works.next();
                if (servable.test(work)) {
                    works.remove();
                    size.decrementAndGet();
                    sendBack(line.getKey(), line.getValue());
                    return work;
                }
            }
        }
        return null;
    }

    private void sendBack(Session caller, Deque<W> line) {
        lines.remove(caller);
        if (!line.isEmpty()) {
            lines.put(caller, line);
        }
    }

    synchronized boolean isEmpty() {
        return lines.isEmpty();
    }

    /** How many wait; never waits itself. */
    int size() {
        return size.get();
    }

    /** Everything that waits, taken out. */
    synchronized List<W> drain() {
        List<W> all = new ArrayList<>();
        lines.values().forEach(all::addAll);
        lines.clear();
        size.set(0);
        return all;
    }
}
