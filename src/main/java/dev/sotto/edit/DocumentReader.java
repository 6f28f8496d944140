package dev.sotto.edit;

import dev.sotto.edit.Item.Head;
import dev.sotto.edit.Item.Word;
import dev.sotto.edit.PassageDifference.Fate;
import dev.sotto.edit.PassageDifference.Part;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Reads versions of a document, and what differs between them. For the document's thread. */
public final class DocumentReader {
    private final EditedTranscript document;

    /** Reads a document as it is at each call. */
    public DocumentReader(EditedTranscript document) {
        this.document = document;
    }

    /** The newest version. */
    public DocumentVersion whole() {
        List<Passage> passages = passages();
        return new DocumentVersion(
                document.version(),
                0,
                passages,
                Optional.of(passages.stream().map(Passage::id).toList()),
                speakers(),
                notes());
    }

    /**
     * What the newest version has otherwise than an older one.
     *
     * @param version from 0 to the newest
     */
    public DocumentVersion since(int version) {
        List<Passage> changed = new ArrayList<>();
        List<String> order = new ArrayList<>();
        boolean isReordered = false;
        for (Stretch stretch : stretches()) {
            order.add(stretch.head.id);
            isReordered |= stretch.hasOtherHeads(version);
            if (stretch.isOther(version)) {
                changed.add(stretch.passage());
            }
        }
        return new DocumentVersion(
                document.version(),
                version,
                changed,
                isReordered ? Optional.of(order) : Optional.empty(),
                speakers(),
                notes());
    }

    /** All passages of the newest version, in order. */
    public List<Passage> passages() {
        return stretches().stream().map(Stretch::passage).toList();
    }

    /** All speakers, in the order in which they came. */
    public List<DocumentSpeaker> speakers() {
        List<DocumentSpeaker> speakers = new ArrayList<>();
        document.names().forEach((label, name) -> speakers.add(new DocumentSpeaker(label, name.now())));
        return speakers;
    }

    private List<Note> notes() {
        return document.notes().values().stream()
                .flatMap(note -> note.now().stream())
                .sorted(Comparator.comparingDouble(Note::atSeconds).thenComparing(Note::id))
                .toList();
    }

    /**
     * The passages whose text, bounds or speaker differ between two versions.
     *
     * @param from the earlier, from 0
     * @param to the later
     */
    public List<PassageDifference> difference(int from, int to) {
        List<PassageDifference> found = new ArrayList<>();
        Head head = document.first();
        List<Item> items = new ArrayList<>();
        for (Item item = head.next; item != null; item = item.next) {
            if (item instanceof Head next && next.isVisibleIn(to)) {
                difference(head, items, from, to).ifPresent(found::add);
                head = next;
                items = new ArrayList<>();
            } else {
                items.add(item);
            }
        }
        difference(head, items, from, to).ifPresent(found::add);
        return found;
    }

    private static Optional<PassageDifference> difference(Head head, List<Item> items, int from, int to) {
        boolean isNew = !head.isVisibleIn(from);
        Optional<String> before = isNew ? Optional.empty() : head.speaker.at(from);
        boolean isOther = isNew || !head.speaker.at(from).equals(head.speaker.at(to));
        List<Part> parts = new ArrayList<>();
        double start = Double.NaN;
        for (Item item : items) {
            boolean was = item.isVisibleIn(from);
            boolean is = item.isVisibleIn(to);
            isOther |= was != is;
            if (item instanceof Word word && (was || is)) {
                start = Double.isNaN(start) ? word.word.startSeconds() : start;
                add(parts, was ? is ? Fate.SAME : Fate.REMOVED : Fate.ADDED, word.word.text());
            }
        }
        return isOther
                ? Optional.of(new PassageDifference(
                        head.id,
                        Double.isNaN(start) ? head.place.startSeconds() : start,
                        before,
                        head.speaker.at(to),
                        isNew,
                        parts))
                : Optional.empty();
    }

    private static void add(List<Part> parts, Fate fate, String text) {
        Part last = parts.isEmpty() ? new Part(fate, "") : parts.get(parts.size() - 1);
        if (!parts.isEmpty() && last.fate() == fate) {
            parts.set(parts.size() - 1, new Part(fate, last.text() + text));
        } else {
            parts.add(new Part(fate, text));
        }
    }

    /** A visible head and all that lies before the next one. */
    List<Stretch> stretches() {
        List<Stretch> stretches = new ArrayList<>();
        Stretch last = null;
        for (Item item = document.first(); item != null; item = item.next) {
            if (item instanceof Head head && head.isVisible()) {
                if (last != null) {
                    last.end = head;
                }
                last = new Stretch(head);
                stretches.add(last);
            } else if (last != null) {
                last.items.add(item);
            }
        }
        return stretches;
    }

    /** A passage of the newest version, with what was there in older ones. */
    static final class Stretch {
        final Head head;
        final List<Item> items = new ArrayList<>();
        private Head end;

        private Stretch(Head head) {
            this.head = head;
            this.end = head;
        }

        private boolean hasOtherHeads(int version) {
            return head.turnedIn() > version
                    || items.stream().anyMatch(item -> item instanceof Head && item.turnedIn() > version);
        }

        private boolean isOther(int version) {
            return head.turnedIn() > version
                    || end.turnedIn() > version
                    || head.speaker.changedIn() > version
                    || head.conflict.changedIn() > version
                    || items.stream().anyMatch(item -> item.turnedIn() > version);
        }

        /** Its visible words. */
        List<Word> words() {
            List<Word> words = new ArrayList<>();
            for (Item item : items) {
                if (item instanceof Word word && word.isVisible()) {
                    words.add(word);
                }
            }
            return words;
        }

        /** Whether it is as the machine made it, but for its speaker. */
        boolean isUntouched() {
            return head.createdIn() == 0 && words().equals(head.origin);
        }

        Passage passage() {
            List<DocumentWord> words = words().stream().map(word -> word.word).toList();
            boolean isUntouched = isUntouched();
            double start = words.isEmpty() || isUntouched
                    ? head.place.startSeconds()
                    : words.get(0).startSeconds();
            double end = words.isEmpty() || isUntouched
                    ? head.place.endSeconds()
                    : words.get(words.size() - 1).endSeconds();
            StringBuilder text = new StringBuilder();
            words.forEach(word -> text.append(word.text()));
            return new Passage(
                    head.id,
                    start,
                    Math.max(start, end),
                    head.speaker.now(),
                    text.toString().strip(),
                    words,
                    head.conflict.now(),
                    !isUntouched);
        }
    }
}
