package dev.sotto.job.port;

import java.time.Instant;
import java.util.Collection;
import java.util.List;

/** Voices that their owners know. Every method blocks on the disk and throws {@link StoreException}. Thread-safe. */
public interface VoiceStore {
    /**
     * One of them.
     *
     * @param name of the person; voices of one name are one
     * @param vector of unit length
     * @param seconds of speech that it was made of
     */
    record Voice(String id, String name, List<Double> vector, double seconds, Instant createdAt) {
        public Voice {
            vector = List.copyOf(vector);
        }
    }

    /** Keeps one; false, and nothing is kept, where its owner has {@code max} already. */
    boolean add(String tenant, Voice voice, int max);

    /** All of an owner, the oldest first. */
    List<Voice> list(String tenant);

    /** Those of an owner with these ids, the oldest first; ids of others and of none are passed over. */
    List<Voice> find(String tenant, Collection<String> ids);

    /** Deletes one, and writes over where it lay; false for one that is not there or another's. */
    boolean delete(String tenant, String id);
}
