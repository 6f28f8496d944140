package dev.sotto.edit;

import dev.sotto.edit.Item.Head;
import dev.sotto.edit.Item.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** How a passage's new text changes the sequence. Words of editors who do not know of each other stay side by side. */
final class TextChange {
    private final Head head;
    private final View view;
    private final int version;
    private final List<Word> words;
    private final List<Item> touched = new ArrayList<>();
    private boolean isConflict;

    /**
     * A change that is not made yet.
     *
     * @param words of the passage, as the view has them
     */
    TextChange(Head head, List<Word> words, View view, int version) {
        this.head = head;
        this.words = words;
        this.view = view;
        this.version = version;
    }

    /** Makes it; what it showed or hid. */
    List<Item> to(String text) {
        List<String> before = words.stream().map(word -> word.word.text()).toList();
        for (WordDiff.Hunk hunk : WordDiff.of(before, WordSplit.passage(text))) {
            apply(hunk);
        }
        return touched;
    }

    /** Whether others have changed the same words, whose change this editor does not know. */
    boolean isConflict() {
        return isConflict;
    }

    private void apply(WordDiff.Hunk hunk) {
        Item anchor = hunk.to() > 0 ? words.get(hunk.to() - 1) : head;
        Item before = hunk.from() > 0 ? words.get(hunk.from() - 1) : head;
        boolean isGone = false;
        for (Word word : words.subList(hunk.from(), hunk.to())) {
            isGone |= !word.isVisible();
            if (word.turn(version, false)) {
                touched.add(word);
            }
        }
        Item last = anchor;
        while (last.next instanceof Word next && !view.knows(next.createdIn())) {
            last = next;
        }
        isConflict |= (isGone && !hunk.words().isEmpty()) || hasUnknown(before, last);
        insert(hunk, last);
    }

    /** Whether there is a word in between that others have written. */
    private boolean hasUnknown(Item before, Item last) {
        Item item = before;
        while (item != last && item.next != null) {
            item = item.next;
            if (item instanceof Word word && word.isVisible() && !view.knows(word.createdIn())) {
                return true;
            }
        }
        return false;
    }

    private void insert(WordDiff.Hunk hunk, Item behind) {
        Item last = behind;
        for (DocumentWord word : Spread.over(hunk.words(), start(hunk), end(hunk), OptionalDouble.empty())) {
            Word item = new Word(version, word);
            item.next = last.next;
            last.next = item;
            last = item;
            touched.add(item);
        }
    }

    private double start(WordDiff.Hunk hunk) {
        if (hunk.from() < hunk.to()) {
            return words.get(hunk.from()).word.startSeconds();
        }
        return hunk.from() > 0
                ? words.get(hunk.from() - 1).word.endSeconds()
                : words.isEmpty()
                        ? head.place.startSeconds()
                        : Math.min(head.place.startSeconds(), words.get(0).word.startSeconds());
    }

    private double end(WordDiff.Hunk hunk) {
        if (hunk.from() < hunk.to()) {
            return words.get(hunk.to() - 1).word.endSeconds();
        }
        return hunk.to() < words.size()
                ? words.get(hunk.to()).word.startSeconds()
                : Math.max(head.place.endSeconds(), start(hunk));
    }
}
