package dev.sotto.model.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sotto.model.Dimensions.Stack;
import dev.sotto.model.ModelConfig.AlignmentHead;
import dev.sotto.model.file.JsonFile;
import java.util.ArrayList;
import java.util.List;

/** Reads {@code alignment_heads}, which both formats spell as pairs of a decoder layer and a head. */
final class AlignmentHeads {
    private AlignmentHeads() {}

    static List<AlignmentHead> of(JsonFile file, Stack decoder) {
        JsonNode list = file.get("alignment_heads");
        if (list == null) {
            return List.of();
        }
        List<AlignmentHead> heads = new ArrayList<>();
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
