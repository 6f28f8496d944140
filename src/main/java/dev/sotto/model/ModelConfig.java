package dev.sotto.model;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything about a checkpoint that is not a weight. Nothing is assumed from the model's name or vocabulary size.
 *
 * @param multilingual whether the model detects languages and translates; false for the {@code .en} models
 * @param languages code ({@code de}) to token id, in the order of the ids; empty unless multilingual
 * @param suppressTokens never sampled; empty if the files name none
 * @param beginSuppressTokens not sampled as the first token of a window
 * @param alignmentHeads the cross-attention heads that follow time; empty if the files name none, or wrong ones
 * @param alignmentFault what is wrong with the heads that the files name
 */
public record ModelConfig(
        Dimensions dimensions,
        SpecialTokens tokens,
        boolean multilingual,
        Map<String, Integer> languages,
        List<Integer> suppressTokens,
        List<Integer> beginSuppressTokens,
        List<AlignmentHead> alignmentHeads,
        Optional<String> alignmentFault,
        Vocabulary vocabulary) {

    /**
     * A cross-attention head.
     *
     * @param layer of the decoder, from 0
     */
    public record AlignmentHead(int layer, int head) {}

    public ModelConfig {
        languages = Collections.unmodifiableMap(new LinkedHashMap<>(languages));
        suppressTokens = List.copyOf(suppressTokens);
        beginSuppressTokens = List.copyOf(beginSuppressTokens);
        alignmentHeads = List.copyOf(alignmentHeads);
    }

    /**
     * The heads to time words by: those named or, as in Whisper.__init__ of whisper/model.py (openai/whisper, MIT), all
     * heads of the upper half of the decoder's layers.
     */
    public List<AlignmentHead> wordHeads() {
        if (!alignmentHeads.isEmpty()) {
            return alignmentHeads;
        }
        int layers = dimensions.decoder().layers();
        List<AlignmentHead> heads = new ArrayList<>();
        for (int layer = layers / 2; layer < layers; layer++) {
            for (int head = 0; head < dimensions.decoder().heads(); head++) {
                heads.add(new AlignmentHead(layer, head));
            }
        }
        return heads;
    }
}
