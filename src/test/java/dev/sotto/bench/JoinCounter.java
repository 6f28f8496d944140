package dev.sotto.bench;

import dev.sotto.bench.WordAlignment.Gap;
import dev.sotto.testing.SpokenText;
import dev.sotto.testing.WordErrorRate;
import dev.sotto.transcript.Segment;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Counts what happens where the text of one decoded span ends and that of the next begins. A span is a window, or the rest of a
 * window that was decoded again: its segments share their seek.
 */
final class JoinCounter {
    private static final int AROUND = 8;

    private int joins;
    private int rests;
    private int wordsInRests;
    private int lost;
    private int doubled;
    private final List<String> places = new ArrayList<>();

    /**
     * Adds a recording.
     *
     * @param windows seeks of its windows, in frames of 10 ms; whatever begins elsewhere is a rest
     * @param encoded number of windows and rests that were encoded
     */
    void add(String name, SpokenText spoken, List<Segment> segments, Set<Integer> windows, int encoded) {
        List<String> said = WordErrorRate.units(spoken.text(), spoken.language());
        List<String> heard = new ArrayList<>();
        List<Integer> ends = new ArrayList<>(); // words before each join
        List<Integer> seeks = new ArrayList<>();
        int seek = segments.isEmpty() ? 0 : segments.get(0).seekFrames();
        for (Segment segment : segments) {
            if (segment.seekFrames() != seek) {
                ends.add(heard.size());
                seeks.add(segment.seekFrames());
                seek = segment.seekFrames();
            }
            List<String> words = WordErrorRate.units(segment.text(), spoken.language());
            heard.addAll(words);
            wordsInRests += windows.contains(seek) ? 0 : words.size();
        }
        rests += Math.max(0, encoded - windows.size());
        WordAlignment alignment = WordAlignment.of(said, heard);
        int counted = -1; // a gap that spans several joins counts once
        for (int i = 0; i < ends.size(); i++) {
            joins++;
            Gap gap = alignment.around(ends.get(i), said.size(), heard.size());
            if (gap.saidFrom() == counted) {
                continue;
            }
            counted = gap.saidFrom();
            lost += gap.lost();
            int twice = Math.min(gap.added(), repeated(gap, said, heard));
            doubled += twice;
            if (gap.lost() + twice > 0) {
                places.add(place(name, seeks.get(i), gap, said, heard));
            }
        }
    }

    /** Words of the transcript at a place that were said just before or behind it, and so are there already. */
    private static int repeated(Gap gap, List<String> said, List<String> heard) {
        List<String> around = new ArrayList<>(said.subList(Math.max(0, gap.saidFrom() - AROUND), gap.saidFrom()));
        around.addAll(said.subList(gap.saidTo(), Math.min(said.size(), gap.saidTo() + AROUND)));
        return (int) heard.subList(gap.heardFrom(), gap.heardTo()).stream()
                .filter(around::contains)
                .count();
    }

    private static String place(String name, int seek, Gap gap, List<String> said, List<String> heard) {
        return "%s at %.2f s: said \"%s [%s] %s\", heard [%s]"
                .formatted(
                        name,
                        seek / 100.0,
                        words(said, gap.saidFrom() - 3, gap.saidFrom()),
                        words(said, gap.saidFrom(), gap.saidTo()),
                        words(said, gap.saidTo(), gap.saidTo() + 3),
                        words(heard, gap.heardFrom(), gap.heardTo()));
    }

    private static String words(List<String> all, int from, int to) {
        return String.join(" ", all.subList(Math.max(0, from), Math.min(all.size(), to)));
    }

    List<String> places() {
        return places;
    }

    @Override
    public String toString() {
        return "%d joins, %d rests decoded again, %d words found there, %d words lost, %d words doubled"
                .formatted(joins, rests, wordsInRests, lost, doubled);
    }
}
