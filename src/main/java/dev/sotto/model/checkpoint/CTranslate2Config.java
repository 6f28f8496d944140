package dev.sotto.model.checkpoint;

import dev.sotto.model.Dimensions;
import dev.sotto.model.Dimensions.Stack;
import dev.sotto.model.ElementType;
import dev.sotto.model.ModelConfig;
import dev.sotto.model.ModelError;
import dev.sotto.model.ModelException;
import dev.sotto.model.SpecialTokens;
import dev.sotto.model.Vocabulary;
import dev.sotto.model.file.JsonFile;
import dev.sotto.model.file.TensorDirectory;
import dev.sotto.model.file.TensorEntry;
import dev.sotto.model.vocabulary.SpecialTokenFinder;
import dev.sotto.model.vocabulary.VocabularyReader;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads what a CTranslate2 folder says about its network: the sizes from the shapes of the variables, the token lists
 * from {@code config.json}, the tokens from the vocabulary.
 */
final class CTranslate2Config {
    /** The head size of every Whisper, for files of converters that did not write the number of heads. */
    private static final int HEAD_WIDTH = 64;

    private static final long GELU = 3;

    private final Path folder;
    private final TensorDirectory directory;

    private CTranslate2Config(Path folder, TensorDirectory directory) {
        this.folder = folder;
        this.directory = directory;
    }

    static ModelConfig read(Path folder, TensorDirectory directory) {
        return new CTranslate2Config(folder, directory).read();
    }

    private ModelConfig read() {
        requireValue("decoder/activation", GELU);
        requireValue("decoder/scale_embeddings", 0);
        requireValue("decoder/pre_norm", 1);
        Dimensions dimensions = dimensions();
        SpectrogramConfig.requireFit(folder, dimensions.melBins());
        requireVocabularySize(dimensions.vocabularySize());
        Vocabulary vocabulary = VocabularyReader.read(folder);
        SpecialTokenFinder finder = new SpecialTokenFinder(ModelException.folder(folder), vocabulary);
        SpecialTokens tokens = finder.find(dimensions.vocabularySize());
        boolean multilingual = !finder.hasEnglishText();
        JsonFile config = JsonFile.read(folder.resolve("config.json"));
        AlignmentHeads alignment = AlignmentHeads.of(config, dimensions.decoder());
        return new ModelConfig(
                dimensions,
                tokens,
                multilingual,
                multilingual ? languages(config, finder.languages(tokens)) : Map.of(),
                ids(config, "suppress_ids"),
                ids(config, "suppress_ids_begin"),
                alignment.heads(),
                alignment.fault(),
                vocabulary);
    }

    private Dimensions dimensions() {
        long[] embedding = matrix("decoder/embeddings/weight");
        TensorEntry conv = directory.get("encoder/conv1/weight");
        if (conv.shape().length != 3) {
            conv.requireShape(embedding[1], 80, 3);
        }
        int width = size("decoder/embeddings/weight", embedding[1], Limits.WIDTH);
        return new Dimensions(
                size("encoder/conv1/weight", conv.shape()[1], Limits.MEL_BINS),
                size(
                        "encoder/position_encodings/encodings",
                        matrix("encoder/position_encodings/encodings")[0],
                        Limits.CONTEXT),
                size(
                        "decoder/position_encodings/encodings",
                        matrix("decoder/position_encodings/encodings")[0],
                        Limits.CONTEXT),
                size("decoder/embeddings/weight", embedding[0], Limits.VOCABULARY),
                width,
                stack("encoder", width),
                stack("decoder", width));
    }

    private Stack stack(String name, int width) {
        String inner = name + "/layer_0/ffn/linear_0/weight";
        int heads = heads(name + "/num_heads", width);
        return new Stack(layers(name), heads, size(inner, matrix(inner)[0], Limits.FEED_FORWARD));
    }

    private int heads(String name, int width) {
        long heads = directory.find(name).map(CTranslate2Config::scalar).orElse((long) width / HEAD_WIDTH);
        if (heads < 1 || heads > Limits.HEADS || width % heads != 0) {
            throw new ModelException(
                    ModelError.CONFIG_INVALID,
                    "%s: %s is %d; expected heads that share the width %d equally"
                            .formatted(directory.place(), name, heads, width));
        }
        return (int) heads;
    }

    /** One more than the highest layer, so that a missing one in between is found missing. */
    private int layers(String stack) {
        Pattern layer = Pattern.compile(stack + "/layer_(\\d{1,6})/.*");
        int layers = 0;
        for (String name : directory.names()) {
            Matcher matcher = layer.matcher(name);
            if (matcher.matches()) {
                layers = Math.max(layers, 1 + Integer.parseInt(matcher.group(1)));
            }
        }
        return size(stack + "/layer_N", layers, Limits.LAYERS);
    }

    private long[] matrix(String name) {
        TensorEntry entry = directory.get(name);
        if (entry.shape().length != 2) {
            throw new ModelException(
                    ModelError.TENSOR_MISSHAPEN,
                    "%s: tensor %s has %d dimensions; expected 2"
                            .formatted(directory.place(), name, entry.shape().length));
        }
        return entry.shape();
    }

    private int size(String name, long value, int max) {
        if (value < 1 || value > max) {
            throw new ModelException(
                    ModelError.TENSOR_MISSHAPEN,
                    "%s: %s gives a size of %d; expected 1 to %d".formatted(directory.place(), name, value, max));
        }
        return (int) value;
    }

    private void requireValue(String name, long expected) {
        directory.find(name).ifPresent(entry -> {
            long value = scalar(entry);
            if (value != expected) {
                throw new ModelException(
                        ModelError.UNSUPPORTED,
                        "%s: %s is %d; expected %d, as in every Whisper"
                                .formatted(directory.place(), name, value, expected));
            }
        });
    }

    private static long scalar(TensorEntry entry) {
        entry.requireShape();
        ByteBuffer bytes = entry.read();
        ElementType type = entry.type();
        if (type == ElementType.INT8) {
            return bytes.get();
        }
        if (type == ElementType.INT16) {
            return bytes.getShort();
        }
        if (type == ElementType.INT32) {
            return bytes.getInt();
        }
        throw entry.wrongType("an integer type");
    }

    private void requireVocabularySize(int rows) {
        VocabularyReader.readList(folder).ifPresent(list -> {
            if (list.tokens().size() != rows) {
                throw new ModelException(
                        ModelError.VOCABULARY_INVALID,
                        "%s: has %d tokens; expected %d, the rows of decoder/embeddings/weight"
                                .formatted(list.place(), list.tokens().size(), rows));
            }
        });
    }

    /** Some converters list no languages, so the vocabulary's stand; others list them one off for .en models. */
    private static Map<String, Integer> languages(JsonFile config, Map<String, Integer> inVocabulary) {
        config.findInts("lang_ids", 0, Limits.VOCABULARY).ifPresent(listed -> {
            for (int id : listed) {
                if (!inVocabulary.containsValue(id)) {
                    throw config.invalid("lang_ids has %d".formatted(id), "the ids of the vocabulary's languages");
                }
            }
            inVocabulary.values().retainAll(listed);
        });
        return inVocabulary;
    }

    private static List<Integer> ids(JsonFile config, String key) {
        return config.findInts(key, 0, Limits.VOCABULARY).orElse(List.of());
    }
}
