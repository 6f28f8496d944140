package dev.sotto.model.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sotto.model.Dimensions.Stack;
import dev.sotto.model.ModelConfig.AlignmentHead;
import dev.sotto.model.ModelException;
import dev.sotto.model.file.JsonFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What {@code alignment_heads} says, which both formats spell as pairs of a decoder layer and a head. Only word times need
 * them, and there are others to fall back on: a fault in the list does not make the model unusable.
 *
 * @param heads empty if the file names none, or wrong ones
 * @param fault file, what was seen and what was expected, if it names wrong ones
 */
record AlignmentHeads(List<AlignmentHead> heads, Optional<String> fault) {
    static AlignmentHeads of(JsonFile file, Stack decoder) {
        JsonNode list = file.get("alignment_heads");
        if (list == null) {
            return new AlignmentHeads(List.of(), Optional.empty());
        }
        try {
            return new AlignmentHeads(read(file, list, decoder), Optional.empty());
        } catch (ModelException e) {
            return new AlignmentHeads(List.of(), Optional.of(String.valueOf(e.getMessage())));
        }
    }

    private static List<AlignmentHead> read(JsonFile file, JsonNode list, Stack decoder) {
        List<AlignmentHead> heads = new ArrayList<>();
        if (!list.isArray()) {
            throw file.invalid("alignment_heads is " + JsonFile.shown(list), "a list of pairs of a layer and a head");
        }
        for (JsonNode pair : list) {
            if (!pair.isArray() || pair.size() != 2) {
                throw file.invalid("alignment_heads has " + JsonFile.shown(pair), "pairs of a layer and a head");
            }
            heads.add(new AlignmentHead(
                    file.integer("a layer of alignment_heads", pair.get(0), 0, decoder.layers() - 1),
                    file.integer("a head of alignment_heads", pair.get(1), 0, decoder.heads() - 1)));
        }
        return heads;
    }
}
