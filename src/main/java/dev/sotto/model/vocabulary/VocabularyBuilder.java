package dev.sotto.model.vocabulary;

import dev.sotto.model.ModelError;
import dev.sotto.model.ModelException;
import dev.sotto.model.Vocabulary;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Collects tokens from one file or several and checks that they are a byte-pair vocabulary without gaps. */
final class VocabularyBuilder {
    /** Far above every Whisper vocabulary (51 866); bounds what a hostile file can make us hold. */
    static final int ID_MAX = 1_000_000;

    private static final int BYTE_TOKENS = 256;

    private final String place;
    private final Map<Integer, String> text = new TreeMap<>();
    private final Map<Integer, String> added = new TreeMap<>();

    /** @param place the file that messages name */
    VocabularyBuilder(String place) {
        this.place = place;
    }

    void addText(int id, String spelling) {
        String other = text.put(id, spelling);
        if (other != null) {
            throw shared(other, spelling, id);
        }
    }

    void addSpecial(int id, String name) {
        String other = added.put(id, name);
        if (other != null && !other.equals(name)) {
            throw shared(other, name, id);
        }
    }

    Vocabulary build() {
        added.forEach((id, name) -> {
            String spelling = text.remove(id);
            if (spelling != null && !spelling.equals(name)) {
                throw shared(spelling, name, id);
            }
        });
        requireNoGap();
        List<String> tokens = List.copyOf(text.values());
        requireByteTokens(tokens);
        Map<String, Integer> names = new LinkedHashMap<>();
        added.forEach((id, name) -> {
            Integer other = names.put(name, id);
            if (other != null) {
                throw invalid("token %s has ids %d and %d".formatted(name, other, id), "one id");
            }
        });
        return new Vocabulary(tokens, names);
    }

    /** A merge's rank must be its token's id, or encoding by id would merge in another order than the model learnt. */
    static void requireMergesInIdOrder(String place, Vocabulary vocabulary, List<Merge> merges) {
        Map<String, Integer> ids = new HashMap<>();
        for (int id = 0; id < vocabulary.textTokens().size(); id++) {
            ids.put(vocabulary.textTokens().get(id), id);
        }
        int before = BYTE_TOKENS - 1;
        for (int i = 0; i < merges.size(); i++) {
            Merge merge = merges.get(i);
            Integer id = ids.get(merge.left() + merge.right());
            if (id == null || !ids.containsKey(merge.left()) || !ids.containsKey(merge.right())) {
                throw invalid(
                        place, "merge %d (%s) is of unknown tokens".formatted(i, merge), "tokens of the vocabulary");
            }
            if (id <= before) {
                throw invalid(
                        place,
                        "merge %d (%s) yields id %d behind id %d".formatted(i, merge, id, before),
                        "merges in the order of their ids");
            }
            before = id;
        }
    }

    /** Two neighbours that become one token. */
    record Merge(String left, String right) {
        @Override
        public String toString() {
            return left + " + " + right;
        }
    }

    private void requireNoGap() {
        int expected = 0;
        for (int id : text.keySet()) {
            if (id != expected) {
                throw invalid("no text token has id " + expected, "ids from 0 without a gap");
            }
            expected++;
        }
    }

    private void requireByteTokens(List<String> tokens) {
        Set<String> bytes = new HashSet<>();
        for (int id = 0; id < Math.min(BYTE_TOKENS, tokens.size()); id++) {
            if (tokens.get(id).length() == 1) {
                bytes.add(tokens.get(id));
            }
        }
        if (bytes.size() != BYTE_TOKENS) {
            throw invalid(
                    "%d of the first 256 tokens are single bytes".formatted(bytes.size()),
                    "all, as in GPT-2's vocabulary");
        }
    }

    private ModelException shared(String one, String other, int id) {
        return invalid("tokens \"%s\" and \"%s\" both have id %d".formatted(one, other, id), "one token an id");
    }

    private ModelException invalid(String seen, String expected) {
        return invalid(place, seen, expected);
    }

    private static ModelException invalid(String place, String seen, String expected) {
        return new ModelException(
                ModelError.VOCABULARY_INVALID, "%s: %s; expected %s".formatted(place, seen, expected));
    }
}
