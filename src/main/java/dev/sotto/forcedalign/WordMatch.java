package dev.sotto.forcedalign;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * Two lists of words laid beside each other so that as little as possible differs (Hirschberg's way: memory grows with one list,
 * time with both: 40,000 words each take a few seconds).
 */
public final class WordMatch {
    private static final int OTHER = 3; // another word in the place of one
    private static final int ALIKE = 2; // one that begins as it does
    private static final int ALONE = 2; // a word with nothing beside it

    private static final int ISLAND_WORDS_MAX = 2;
    private static final int ISLAND_SEA_MIN = 6; // for each of its words

    private final int[] given;
    private final int[] heard;
    private final List<String> keys = new ArrayList<>();
    private final BooleanSupplier stop;
    private final List<Pair> pairs = new ArrayList<>();

    /**
     * A word of each list beside each other, or of one.
     *
     * @param given index, -1 if none
     * @param heard index, -1 if none
     * @param isSame whether both are there and have one key
     */
    public record Pair(int given, int heard, boolean isSame) {}

    private WordMatch(List<String> given, List<String> heard, BooleanSupplier stop) {
        Map<String, Integer> numbers = new HashMap<>();
        this.given = numbered(given, numbers);
        this.heard = numbered(heard, numbers);
        this.stop = stop;
    }

    private int[] numbered(List<String> words, Map<String, Integer> numbers) {
        int[] found = new int[words.size()];
        for (int i = 0; i < found.length; i++) {
            String key = WordKey.of(words.get(i));
            found[i] = numbers.computeIfAbsent(key, unseen -> {
                keys.add(key);
                return keys.size() - 1;
            });
        }
        return found;
    }

    /**
     * All words of both, in order.
     *
     * @param stop looked at now and then; once it is true, what is returned is of no use
     */
    public static List<Pair> of(List<String> given, List<String> heard, BooleanSupplier stop) {
        WordMatch match = new WordMatch(given, heard, stop);
        match.match(0, given.size(), 0, heard.size());
        return withoutIslands(match.pairs);
    }

    /** One or two equal words in the middle of many that differ are chance: they count as different too. */
    private static List<Pair> withoutIslands(List<Pair> pairs) {
        List<Pair> kept = new ArrayList<>(pairs);
        int before = 0; // given words that differ
        int to;
        for (int from = 0; from < pairs.size(); from = to) {
            to = from + 1;
            while (to < pairs.size()
                    && pairs.get(to).isSame() == pairs.get(from).isSame()) {
                to++;
            }
            if (!pairs.get(from).isSame()) {
                before = givenWords(pairs.subList(from, to));
                continue;
            }
            int end = to;
            while (end < pairs.size() && !pairs.get(end).isSame()) {
                end++;
            }
            int around = before + givenWords(pairs.subList(to, end));
            if (to - from <= ISLAND_WORDS_MAX && around >= (to - from) * ISLAND_SEA_MIN) {
                for (int i = from; i < to; i++) {
                    kept.set(i, new Pair(pairs.get(i).given(), pairs.get(i).heard(), false));
                }
            }
            before = 0;
        }
        return kept;
    }

    private static int givenWords(List<Pair> pairs) {
        return (int) pairs.stream().filter(pair -> pair.given() >= 0).count();
    }

    private void match(int givenStart, int givenTo, int heardStart, int heardTo) {
        int givenFrom = givenStart;
        int heardFrom = heardStart;
        while (givenFrom < givenTo && heardFrom < heardTo && given[givenFrom] == heard[heardFrom]) {
            pairs.add(new Pair(givenFrom++, heardFrom++, true)); // no worse than any other way
        }
        if (givenTo - givenFrom <= 1) {
            matchOne(givenFrom, givenTo, heardFrom, heardTo);
        } else {
            halve(givenFrom, givenTo, heardFrom, heardTo);
        }
    }

    private void halve(int givenFrom, int givenTo, int heardFrom, int heardTo) {
        int middle = (givenFrom + givenTo) >>> 1;
        int[] before = costsForward(givenFrom, middle, heardFrom, heardTo);
        int[] behind = costsBackward(middle, givenTo, heardFrom, heardTo);
        int best = 0;
        for (int i = 1; i < before.length; i++) {
            if (before[i] + behind[i] < before[best] + behind[best]) {
                best = i;
            }
        }
        match(givenFrom, middle, heardFrom, heardFrom + best);
        match(middle, givenTo, heardFrom + best, heardTo);
    }

    /** At most one given word: beside the heard one that fits best. */
    private void matchOne(int givenFrom, int givenTo, int heardFrom, int heardTo) {
        int partner = -1;
        for (int i = heardFrom; givenFrom < givenTo && i < heardTo; i++) {
            if (partner < 0 || cost(given[givenFrom], heard[i]) < cost(given[givenFrom], heard[partner])) {
                partner = i;
            }
        }
        if (givenFrom < givenTo && partner < 0) {
            pairs.add(new Pair(givenFrom, -1, false));
        }
        for (int i = heardFrom; i < heardTo; i++) {
            pairs.add(i == partner ? new Pair(givenFrom, i, given[givenFrom] == heard[i]) : new Pair(-1, i, false));
        }
    }

    private int cost(int one, int other) {
        if (one == other) {
            return 0;
        }
        String a = keys.get(one);
        String b = keys.get(other);
        int alike = 0;
        while (alike < Math.min(a.length(), b.length()) && a.charAt(alike) == b.charAt(alike)) {
            alike++;
        }
        return alike * 2 > Math.max(a.length(), b.length()) ? ALIKE : OTHER;
    }

    /** Of the given words with the first i heard ones. */
    private int[] costsForward(int givenFrom, int givenTo, int heardFrom, int heardTo) {
        int[] costs = new int[heardTo - heardFrom + 1];
        for (int i = 0; i < costs.length; i++) {
            costs[i] = i * ALONE;
        }
        for (int g = givenFrom; g < givenTo && !stop.getAsBoolean(); g++) {
            int diagonal = costs[0];
            costs[0] += ALONE;
            for (int i = 1; i < costs.length; i++) {
                int replaced = diagonal + cost(given[g], heard[heardFrom + i - 1]);
                diagonal = costs[i];
                costs[i] = Math.min(replaced, Math.min(costs[i], costs[i - 1]) + ALONE);
            }
        }
        return costs;
    }

    /** Of the given words with the heard ones from the i-th on. */
    private int[] costsBackward(int givenFrom, int givenTo, int heardFrom, int heardTo) {
        int last = heardTo - heardFrom;
        int[] costs = new int[last + 1];
        for (int i = 0; i <= last; i++) {
            costs[i] = (last - i) * ALONE;
        }
        for (int g = givenTo - 1; g >= givenFrom && !stop.getAsBoolean(); g--) {
            int diagonal = costs[last];
            costs[last] += ALONE;
            for (int i = last - 1; i >= 0; i--) {
                int replaced = diagonal + cost(given[g], heard[heardFrom + i]);
                diagonal = costs[i];
                costs[i] = Math.min(replaced, Math.min(costs[i], costs[i + 1]) + ALONE);
            }
        }
        return costs;
    }
}
