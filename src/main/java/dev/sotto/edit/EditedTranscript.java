package dev.sotto.edit;

import dev.sotto.edit.Item.Head;
import dev.sotto.edit.Item.Word;
import dev.sotto.transcript.Speakers;
import dev.sotto.transcript.TimeSpan;
import dev.sotto.transcript.Transcript;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A document with all its versions: a machine's transcript and the operations on it, in the order in which they were taken.
 * The same transcript and the same changes give the same document, always. Mutable, for one thread.
 */
public final class EditedTranscript {
    private final Transcript machine;
    private final Map<String, Head> heads = new HashMap<>();
    private final Map<String, History<String>> names = new LinkedHashMap<>();
    private final Map<String, History<Optional<Note>>> notes = new LinkedHashMap<>();
    private final List<Change> changes = new ArrayList<>();
    private final Map<String, Integer> versions = new HashMap<>();
    private final Map<Integer, List<Item>> turned = new HashMap<>();
    private final Map<Integer, List<History<?>>> set = new HashMap<>();
    private final Head first;

    /** Version 0. */
    public EditedTranscript(Transcript machine) {
        this.machine = machine;
        List<Head> all = MachineText.heads(machine);
        all.forEach(head -> heads.put(head.id, head));
        first = all.get(0);
        machine.speakers().map(Speakers::speakers).orElse(List.of()).forEach(one -> speaker(one.speaker()));
        all.forEach(head -> head.speaker.now().ifPresent(this::speaker));
    }

    public Transcript machine() {
        return machine;
    }

    /** The newest. */
    public int version() {
        return changes.size();
    }

    /** All operations taken, oldest first: the one of version 1 has the index 0. */
    public List<Change> changes() {
        return List.copyOf(changes);
    }

    /** The version that took an operation; empty for one that is not known. */
    public Optional<Integer> versionOf(String operation) {
        return Optional.ofNullable(versions.get(operation));
    }

    /**
     * Takes the next operation.
     *
     * @throws EditRefused if it does not fit what its editor saw; the document is as before
     */
    public void apply(Change change) {
        if (change.version() != version() + 1) {
            throw new IllegalArgumentException("version %d after version %d".formatted(change.version(), version()));
        }
        if (change.base() < 0 || change.base() > version()) {
            throw new EditRefused(
                    "base_version",
                    "base_version '%d'; expected a version from 0 to %d.".formatted(change.base(), version()));
        }
        if (versions.containsKey(change.id())) {
            throw new IllegalArgumentException("operation %s twice".formatted(change.id()));
        }
        make(change);
        changes.add(change);
        versions.put(change.id(), change.version());
    }

    private void make(Change change) {
        Operation operation = change.operation();
        if (operation instanceof Operation.Text text) {
            text(change, text);
        } else if (operation instanceof Operation.Split split) {
            split(change, split);
        } else if (operation instanceof Operation.Merge merge) {
            merge(change, merge);
        } else {
            mark(change, operation);
        }
    }

    private void mark(Change change, Operation operation) {
        int version = change.version();
        if (operation instanceof Operation.Assign assign) {
            Head head = seen(assign.passage(), view(change));
            assign.speaker().ifPresent(this::speaker);
            set(version, head.speaker, assign.speaker());
        } else if (operation instanceof Operation.Rename rename) {
            set(version, speaker(rename.speaker()), rename.name());
        } else if (operation instanceof Operation.Unite unite) {
            unite(version, unite);
        } else if (operation instanceof Operation.Note note) {
            note(version, note);
        } else if (operation instanceof Operation.Undo undo) {
            undo(version, undo);
        }
    }

    private View view(Change change) {
        Set<Integer> own = new HashSet<>();
        for (int version = change.base() + 1; version <= version(); version++) {
            if (changes.get(version - 1).editor().equals(change.editor())) {
                own.add(version);
            }
        }
        return new View(change.base(), own);
    }

    private Head seen(String passage, View view) {
        Head head = heads.get(passage);
        if (head == null || !head.isVisibleTo(view)) {
            throw new EditRefused(
                    "passage",
                    "passage '%s'; expected one of version %d of the document.".formatted(passage, view.base()));
        }
        return head;
    }

    private void text(Change change, Operation.Text text) {
        View view = view(change);
        Head head = seen(text.passage(), view);
        TextChange made = new TextChange(head, words(head, view), view, change.version());
        made.to(text.text()).forEach(item -> turned(change.version(), item));
        boolean isKept = head.conflict.now() && !view.knows(head.conflict.changedIn());
        set(change.version(), head.conflict, made.isConflict() || isKept);
    }

    private static List<Word> words(Head head, View view) {
        List<Word> words = new ArrayList<>();
        for (Item item = head.next; item != null && !isHeadIn(item, view); item = item.next) {
            if (item instanceof Word word && word.isVisibleTo(view)) {
                words.add(word);
            }
        }
        return words;
    }

    private static boolean isHeadIn(Item item, View view) {
        return item instanceof Head && item.isVisibleTo(view);
    }

    private void split(Change change, Operation.Split split) {
        View view = view(change);
        Head head = seen(split.passage(), view);
        List<Word> words = words(head, view);
        if (split.word() < 0 || split.word() > words.size()) {
            throw new EditRefused(
                    "word", "word '%d'; expected a number from 0 to %d.".formatted(split.word(), words.size()));
        }
        Item before = split.word() == 0 ? head : words.get(split.word() - 1);
        while (before.next instanceof Word next && !view.knows(next.createdIn())) {
            before = next;
        }
        if (before.next instanceof Head other && !view.knows(other.createdIn())) {
            other.alsoMadeIn.add(change.version());
            heads.put(change.id(), other);
            return;
        }
        Head made = new Head(
                change.version(), change.id(), head.segment, place(head, words, split.word()), head.speaker.now());
        made.next = before.next;
        before.next = made;
        heads.put(change.id(), made);
        turned(change.version(), made);
    }

    private static TimeSpan place(Head head, List<Word> words, int from) {
        double start = from < words.size()
                ? words.get(from).word.startSeconds()
                : words.isEmpty()
                        ? head.place.startSeconds()
                        : words.get(from - 1).word.endSeconds();
        double end = words.isEmpty()
                ? head.place.endSeconds()
                : words.get(words.size() - 1).word.endSeconds();
        return new TimeSpan(start, Math.max(start, end));
    }

    private void merge(Change change, Operation.Merge merge) {
        View view = view(change);
        Head head = seen(merge.passage(), view);
        if (head == first) {
            throw new EditRefused(
                    "passage",
                    "passage '%s' is the first; expected one that has another before it.".formatted(merge.passage()));
        }
        if (head.turn(change.version(), false)) {
            turned(change.version(), head);
        }
    }

    private void unite(int version, Operation.Unite unite) {
        speaker(unite.into());
        for (Item item = first; item != null; item = item.next) {
            if (item instanceof Head head && head.speaker.now().equals(Optional.of(unite.speaker()))) {
                set(version, head.speaker, Optional.of(unite.into()));
            }
        }
    }

    private void note(int version, Operation.Note note) {
        Optional<Note> value = note.text().isEmpty()
                ? Optional.empty()
                : Optional.of(new Note(note.note(), note.atSeconds(), note.text()));
        set(version, notes.computeIfAbsent(note.note(), id -> new History<>(Optional.empty())), value);
    }

    private void undo(int version, Operation.Undo undo) {
        int undone = versionOf(undo.operation())
                .orElseThrow(() -> new EditRefused(
                        "operation",
                        "operation '%s'; expected one that was taken before.".formatted(undo.operation())));
        for (Item item : turned.getOrDefault(undone, List.of())) {
            if (item.turnedIn() == undone && item.turn(version, !item.isVisible())) {
                turned(version, item);
            }
        }
        for (History<?> history : set.getOrDefault(undone, List.of())) {
            history.takeBack(undone, version);
            if (history.changedIn() == version) {
                set.computeIfAbsent(version, key -> new ArrayList<>()).add(history);
            }
        }
    }

    private History<String> speaker(String label) {
        return names.computeIfAbsent(label, key -> new History<>(""));
    }

    private <T> void set(int version, History<T> history, T value) {
        history.set(version, value);
        if (history.changedIn() == version) {
            set.computeIfAbsent(version, key -> new ArrayList<>()).add(history);
        }
    }

    private void turned(int version, Item item) {
        turned.computeIfAbsent(version, key -> new ArrayList<>()).add(item);
    }

    /** The first of the sequence. */
    Head first() {
        return first;
    }

    /** Labels and the names that they have now; empty where they have none. */
    Map<String, History<String>> names() {
        return names;
    }

    Map<String, History<Optional<Note>>> notes() {
        return notes;
    }
}
