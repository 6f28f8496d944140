package dev.sotto.edit;

import dev.sotto.transcript.TimeSpan;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A word, or the beginning of a passage, in the sequence that holds every version of a document. It is never removed from the
 * sequence: it is visible in some versions and not in others. Mutable, for one thread.
 */
abstract sealed class Item {
    /** Versions from which on it was visible, invisible, visible again and so on. */
    private final List<Integer> turns = new ArrayList<>(1);

    /** What follows in the sequence, visible or not. */
    @Nullable
    Item next;

    private Item(int version) {
        turns.add(version);
    }

    int createdIn() {
        return turns.get(0);
    }

    boolean isVisibleIn(int version) {
        int count = turns.size();
        while (count > 0 && turns.get(count - 1) > version) {
            count--;
        }
        return count % 2 == 1;
    }

    /** As the last that the view knows of has left it. */
    boolean isVisibleTo(View view) {
        for (int last = turns.size() - 1; last > 0; last--) {
            if (view.knows(turns.get(last))) {
                return last % 2 == 0;
            }
        }
        return isMadeFor(view);
    }

    boolean isMadeFor(View view) {
        return view.knows(createdIn());
    }

    boolean isVisible() {
        return turns.size() % 2 == 1;
    }

    /** The version that last showed or hid it. */
    int turnedIn() {
        return turns.get(turns.size() - 1);
    }

    /** From this version on; false, and nothing is done, if it is so already. */
    boolean turn(int version, boolean visible) {
        boolean isOther = isVisible() != visible;
        if (isOther) {
            turns.add(version);
        }
        return isOther;
    }

    /** What is said or written between two blanks. */
    static final class Word extends Item {
        final DocumentWord word;

        Word(int version, DocumentWord word) {
            super(version);
            this.word = word;
        }
    }

    /** The beginning of a passage, which lasts until the next one that is visible. */
    static final class Head extends Item {
        final String id;
        /** Of the machine's transcript, of which it is a part. */
        final int segment;
        /** Where it lies while it has no words. */
        final TimeSpan place;

        final History<Optional<String>> speaker;
        final History<Boolean> conflict = new History<>(false);
        /** Its words in the machine's transcript; empty for one that an editor made. */
        final List<Word> origin = new ArrayList<>();

        /** Later versions whose editors made the same without knowing of it. */
        final List<Integer> alsoMadeIn = new ArrayList<>(0);

        Head(int version, String id, int segment, TimeSpan place, Optional<String> speaker) {
            super(version);
            this.id = id;
            this.segment = segment;
            this.place = place;
            this.speaker = new History<>(speaker);
        }

        @Override
        boolean isMadeFor(View view) {
            return super.isMadeFor(view) || alsoMadeIn.stream().anyMatch(view::knows);
        }
    }
}
