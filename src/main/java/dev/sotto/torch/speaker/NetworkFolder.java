package dev.sotto.torch.speaker;

import ai.djl.Device;
import dev.sotto.model.ModelError;
import dev.sotto.model.ModelException;
import dev.sotto.model.file.JsonFile;
import dev.sotto.model.file.MappedTensors;
import dev.sotto.model.file.TensorDirectory;
import dev.sotto.model.safetensors.SafetensorsFolder;
import dev.sotto.torch.ScriptModule;
import dev.sotto.torch.TorchScriptArchive.EmptyMap;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A network as it lies on disk: {@code config.json}, which names its architecture, and its weights as safetensors. An
 * architecture is a TorchScript part of that name; the part says which tensors it needs, so nothing here knows any.
 */
final class NetworkFolder {
    private static final String PARTS = "speaker/%s.torchscript";

    private final Path folder;
    private final JsonFile config;

    private NetworkFolder(Path folder, JsonFile config) {
        this.folder = folder;
        this.config = config;
    }

    /** @throws ModelException when the folder or its configuration is missing or malformed */
    static NetworkFolder open(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new ModelException(
                    ModelError.FOLDER_MISSING,
                    "%s: not there; expected a folder with config.json and model.safetensors of a speaker network"
                            .formatted(ModelException.folder(folder)));
        }
        return new NetworkFolder(folder, JsonFile.read(folder.resolve("config.json")));
    }

    JsonFile config() {
        return config;
    }

    Path file(String name) {
        return folder.resolve(name);
    }

    /**
     * Compiles the architecture and puts the weights into it, on the calling thread.
     *
     * @param shared parts that the architecture builds on, without {@code weights}
     * @param method that the architecture must have, which also tells the two kinds of network apart
     * @throws ModelException when the weights are not those of the architecture
     */
    ScriptModule load(List<String> shared, String method, Device device) {
        Map<String, Object> attributes = new LinkedHashMap<>();
        attributes.put("training", false);
        attributes.put("weights", EmptyMap.INSTANCE);
        List<String> parts = new ArrayList<>(List.of(PARTS.formatted("weights")));
        shared.forEach(part -> parts.add(PARTS.formatted(part)));
        parts.add(PARTS.formatted(architecture(method)));
        ScriptModule script = ScriptModule.load(parts, attributes, device);
        try (TensorDirectory directory = SafetensorsFolder.open(folder);
                MappedTensors mapped = new MappedTensors()) {
            for (String line : script.callForText("layout").split("\n", -1)) {
                String[] words = line.split(" ", -1);
                long[] shape =
                        Arrays.stream(words).skip(1).mapToLong(Long::parseLong).toArray();
                script.putFloat32(mapped, directory.get(words[0]), shape);
                mapped.release(words[0]);
            }
            script.call("seal");
            return script;
        } catch (RuntimeException e) {
            script.close();
            throw e;
        }
    }

    /** A name that is a part of ours, and a part of the wanted kind. */
    private String architecture(String method) {
        String expected = "one that is built in and can " + method;
        String name = config.requireText("architecture", "[a-z0-9-]{1,40}", expected);
        boolean canDo = ScriptModule.sourceIfThere(PARTS.formatted(name))
                .filter(source -> source.contains("  def %s(".formatted(method)))
                .isPresent();
        if (!canDo) {
            throw new ModelException(
                    ModelError.UNSUPPORTED,
                    "%s: architecture is %s; expected %s".formatted(config.place(), name, expected));
        }
        return name;
    }
}
