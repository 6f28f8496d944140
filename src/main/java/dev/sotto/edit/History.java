package dev.sotto.edit;

import java.util.ArrayList;
import java.util.List;

/** A value in every version of a document. Mutable, for one thread. */
final class History<T> {
    private record Entry<T>(int version, T value) {}

    private final List<Entry<T>> entries = new ArrayList<>();

    History(T first) {
        entries.add(new Entry<>(0, first));
    }

    T now() {
        return entries.get(entries.size() - 1).value();
    }

    /** In the version named. */
    T at(int version) {
        for (int i = entries.size() - 1; i > 0; i--) {
            if (entries.get(i).version() <= version) {
                return entries.get(i).value();
            }
        }
        return entries.get(0).value();
    }

    /** The version that set what holds now; 0 for the first value. */
    int changedIn() {
        return entries.get(entries.size() - 1).version();
    }

    /** From this version on, which is not before any that was set. */
    void set(int version, T value) {
        if (!value.equals(now())) {
            entries.add(new Entry<>(version, value));
        }
    }

    /** Puts back what held before a version, if nothing was set since. */
    void takeBack(int undone, int version) {
        if (undone > 0 && changedIn() == undone) {
            set(version, entries.get(entries.size() - 2).value());
        }
    }
}
