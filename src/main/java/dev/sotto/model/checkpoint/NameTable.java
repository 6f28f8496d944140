package dev.sotto.model.checkpoint;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Translates canonical names by a table of their stems; {@code {x}} in a target is the layer's number. */
final class NameTable {
    private final Map<String, List<String>> targets;

    /** @param targets from a stem such as {@code attention.qkv} to the stems in the files, in order */
    NameTable(Map<String, List<String>> targets) {
        this.targets = Map.copyOf(targets);
    }

    List<String> stems(String stem) {
        List<String> found = targets.get(stem);
        if (found == null) {
            throw new IllegalArgumentException("no canonical tensor has the stem " + stem);
        }
        return found;
    }

    /** Splits {@code decoder.layers.3.cross.query.weight} into decoder, 3, cross.query, weight. */
    record Name(String stack, int layer, String stem, String kind) {
        static final int NO_LAYER = -1;

        static Name of(String canonical) {
            List<String> words = new ArrayList<>(List.of(canonical.split("\\.", -1)));
            String stack = words.remove(0);
            int layer = NO_LAYER;
            if (words.get(0).equals("layers")) {
                layer = Integer.parseInt(words.get(1));
                words = words.subList(2, words.size());
            }
            String last = words.get(words.size() - 1);
            boolean hasKind = last.equals("weight") || last.equals("bias");
            List<String> stem = hasKind ? words.subList(0, words.size() - 1) : words;
            return new Name(stack, layer, String.join(".", stem), hasKind ? last : "");
        }
    }
}
