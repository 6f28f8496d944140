package dev.sotto.forcedalign;

import dev.sotto.forcedalign.WordMatch.Pair;
import java.util.ArrayList;
import java.util.List;

/**
 * What one window may say: given words, recognised ones, and runs in which the two differ. Immutable.
 *
 * @param runs in order, none empty
 */
public record WindowScript(List<Run> runs) {
    public WindowScript {
        runs = List.copyOf(runs);
    }

    /**
     * Words that follow each other and are all the same in both, or all not.
     *
     * @param given indices of given words
     * @param heard indices of recognised words
     * @param isSame whether each given word is the recognised one at its place
     * @param roomSeconds in which it is said, as far as the words around it tell
     */
    public record Run(List<Integer> given, List<Integer> heard, boolean isSame, double roomSeconds) {
        public Run {
            given = List.copyOf(given);
            heard = List.copyOf(heard);
        }
    }

    /** Where a window lies, in the time in which windows follow each other. */
    public record Window(double startSeconds, double endSeconds) {}

    /**
     * Deals out what {@link WordMatch} found. A given word with no recognised one beside it goes where its neighbours are; if they
     * are of two windows, to the one with more time left between its word and its edge.
     */
    public static List<WindowScript> of(List<Pair> pairs, List<HeardWord> heard, List<Window> windows) {
        int[] places = places(pairs, heard, windows);
        List<List<Pair>> dealt = new ArrayList<>();
        windows.forEach(window -> dealt.add(new ArrayList<>()));
        for (int i = 0; i < places.length; i++) {
            if (places[i] >= 0) {
                dealt.get(places[i]).add(pairs.get(i));
            }
        }
        List<WindowScript> scripts = new ArrayList<>();
        for (int i = 0; i < windows.size(); i++) {
            scripts.add(new WindowScript(runs(dealt.get(i), heard, windows.get(i))));
        }
        return scripts;
    }

    private static int[] places(List<Pair> pairs, List<HeardWord> heard, List<Window> windows) {
        int[] places = new int[pairs.size()];
        int last = -1; // heard word before
        for (int from = 0; from < places.length; ) {
            int to = from;
            while (to < places.length && pairs.get(to).heard() < 0) {
                to++;
            }
            int next = to < places.length ? pairs.get(to).heard() : -1;
            int place = place(last, next, heard, windows);
            for (int i = from; i < to; i++) {
                places[i] = place;
            }
            if (to < places.length) {
                places[to] = heard.get(next).window();
                last = next;
            }
            from = to + 1;
        }
        return places;
    }

    private static int place(int last, int next, List<HeardWord> heard, List<Window> windows) {
        if (last < 0 || next < 0) {
            int only = Math.max(last, next);
            return only < 0 ? -1 : heard.get(only).window();
        }
        HeardWord before = heard.get(last);
        HeardWord behind = heard.get(next);
        double roomBefore = windows.get(before.window()).endSeconds() - before.endSeconds();
        double roomBehind = behind.startSeconds() - windows.get(behind.window()).startSeconds();
        return before.window() == behind.window() || roomBefore >= roomBehind ? before.window() : behind.window();
    }

    private static List<Run> runs(List<Pair> pairs, List<HeardWord> heard, Window window) {
        List<Run> runs = new ArrayList<>();
        double end = window.startSeconds();
        int to;
        for (int from = 0; from < pairs.size(); from = to) {
            boolean isSame = pairs.get(from).isSame();
            to = from + 1;
            while (to < pairs.size() && pairs.get(to).isSame() == isSame) {
                to++;
            }
            List<Pair> own = pairs.subList(from, to);
            List<Integer> ofHeard =
                    own.stream().map(Pair::heard).filter(i -> i >= 0).toList();
            // Behind words that differ comes one that is the same, and so was recognised.
            double next = isSame || to == pairs.size()
                    ? window.endSeconds()
                    : heard.get(pairs.get(to).heard()).startSeconds();
            runs.add(new Run(own.stream().map(Pair::given).filter(i -> i >= 0).toList(), ofHeard, isSame, next - end));
            end = ofHeard.isEmpty()
                    ? end
                    : heard.get(ofHeard.get(ofHeard.size() - 1)).endSeconds();
        }
        return runs;
    }
}
