package dev.sotto.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * The tokens of a checkpoint by id. Text tokens have the ids {@code 0 .. textTokens().size() - 1} and are spelled as
 * GPT-2 does: each byte as one printable character ({@code Ġ} is the space). The first 256 are the single bytes, and
 * the order of the rest is the order in which byte pairs are merged, so an id is also a merge rank. Immutable.
 */
public final class Vocabulary {
    private final List<String> textTokens;
    private final Map<String, Integer> addedTokens;
    private final Map<Integer, String> addedNames;

    /**
     * The readers in {@code model.vocabulary} have checked what is handed in.
     *
     * @param textTokens by id
     * @param addedTokens special tokens and times, name to id, in the order of the ids
     */
    public Vocabulary(List<String> textTokens, Map<String, Integer> addedTokens) {
        this.textTokens = List.copyOf(textTokens);
        this.addedTokens = Collections.unmodifiableMap(new LinkedHashMap<>(addedTokens));
        Map<Integer, String> names = new LinkedHashMap<>();
        addedTokens.forEach((name, id) -> names.put(id, name));
        this.addedNames = Collections.unmodifiableMap(names);
    }

    /** By id, in GPT-2's byte spelling. One of them may be empty: the multilingual vocabulary has such a token. */
    public List<String> textTokens() {
        return textTokens;
    }

    /** Such as {@code <|startoftranscript|>}; times only where the files list them. */
    public Map<String, Integer> addedTokens() {
        return addedTokens;
    }

    public boolean isText(int id) {
        return id >= 0 && id < textTokens.size();
    }

    /** Id of an added token. */
    public OptionalInt idOf(String addedToken) {
        Integer id = addedTokens.get(addedToken);
        return id == null ? OptionalInt.empty() : OptionalInt.of(id);
    }

    /** Byte spelling of a text token, name of an added one, and the empty string for an id that has neither. */
    public String spelling(int id) {
        return isText(id) ? textTokens.get(id) : addedNames.getOrDefault(id, "");
    }

    @Override
    public String toString() {
        return "Vocabulary[%d text tokens, %d added]".formatted(textTokens.size(), addedTokens.size());
    }
}
