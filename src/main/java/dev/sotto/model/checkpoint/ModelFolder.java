package dev.sotto.model.checkpoint;

import dev.sotto.model.Checkpoint;
import dev.sotto.model.ModelConfig;
import dev.sotto.model.ModelError;
import dev.sotto.model.ModelException;
import dev.sotto.model.ModelFormat;
import dev.sotto.model.checkpoint.HuggingFaceConfig.Outline;
import dev.sotto.model.ctranslate2.VariableReader;
import dev.sotto.model.file.TensorDirectory;
import dev.sotto.model.safetensors.SafetensorsFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

/** Opens model folders. Which format one has is found by looking into it. */
public final class ModelFolder {
    private static final String BINARY = "model.bin";

    private ModelFolder() {}

    /** The format of the weights in the folder, or nothing if there are none that are read here. */
    public static Optional<ModelFormat> formatOf(Path folder) {
        if (SafetensorsFolder.isIn(folder)) {
            return Optional.of(ModelFormat.HUGGING_FACE);
        }
        return Files.isRegularFile(folder.resolve(BINARY)) ? Optional.of(ModelFormat.CTRANSLATE2) : Optional.empty();
    }

    /**
     * Opens the folder and checks all its files but the values of the weights.
     *
     * @throws ModelException naming file, tensor, what was seen and what was expected
     */
    public static Checkpoint open(Path folder) {
        return switch (requireFormat(folder)) {
            case HUGGING_FACE -> openHuggingFace(folder);
            case CTRANSLATE2 -> openCTranslate2(folder);
        };
    }

    /**
     * Whether the model knows more than English. Checks the folder as {@link #open} does, but leaves out the vocabulary where
     * another file says so: to read it is most of what opening takes.
     *
     * @throws ModelException as {@link #open}
     */
    public static boolean isMultilingual(Path folder) {
        if (requireFormat(folder) == ModelFormat.HUGGING_FACE) {
            Outline outline = HuggingFaceConfig.outline(folder);
            if (outline.isMultilingual().isPresent()) {
                try (TensorDirectory directory = SafetensorsFolder.open(folder)) {
                    LayerCount.require(directory, outline.dimensions());
                    MappedCheckpoint.plan(outline.dimensions(), directory, new HuggingFaceLayout(directory));
                }
                return outline.isMultilingual().get();
            }
        }
        try (Checkpoint checkpoint = open(folder)) {
            return checkpoint.config().multilingual();
        }
    }

    private static ModelFormat requireFormat(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new ModelException(
                    ModelError.FOLDER_MISSING,
                    "%s: not a folder; expected a model folder or the name of a model"
                            .formatted(ModelException.folder(folder)));
        }
        return formatOf(folder).orElseThrow(() -> unknownFormat(folder));
    }

    private static Checkpoint openHuggingFace(Path folder) {
        ModelConfig config = HuggingFaceConfig.read(folder);
        return checked(SafetensorsFolder.open(folder), directory -> {
            LayerCount.require(directory, config.dimensions());
            return MappedCheckpoint.open(config, directory, new HuggingFaceLayout(directory));
        });
    }

    private static Checkpoint openCTranslate2(Path folder) {
        return checked(
                VariableReader.open(folder.resolve(BINARY)),
                directory -> MappedCheckpoint.open(
                        CTranslate2Config.read(folder, directory), directory, new CTranslate2Layout(directory)));
    }

    private static Checkpoint checked(TensorDirectory directory, Function<TensorDirectory, Checkpoint> opening) {
        try {
            return opening.apply(directory);
        } catch (RuntimeException e) {
            directory.close();
            throw e;
        }
    }

    private static ModelException unknownFormat(Path folder) {
        boolean pickled = Files.exists(folder.resolve("pytorch_model.bin"))
                || Files.exists(folder.resolve("pytorch_model.bin.index.json"));
        String seen = pickled
                ? "holds pytorch_model.bin, a Python pickle that is not read for safety"
                : "holds no weights that are read here";
        return new ModelException(
                ModelError.FORMAT_UNKNOWN,
                "%s: %s; expected model.safetensors, model.safetensors.index.json or model.bin"
                        .formatted(ModelException.folder(folder), seen));
    }
}
