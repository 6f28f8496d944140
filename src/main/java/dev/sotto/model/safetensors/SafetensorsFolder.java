package dev.sotto.model.safetensors;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sotto.model.ModelError;
import dev.sotto.model.ModelException;
import dev.sotto.model.file.JsonFile;
import dev.sotto.model.file.TensorDirectory;
import dev.sotto.model.file.TensorEntry;
import dev.sotto.model.file.WeightFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.TreeSet;

/** The weights of a Hugging Face folder: one {@code model.safetensors}, or the shards that an index names. */
public final class SafetensorsFolder {
    public static final String SINGLE_FILE = "model.safetensors";
    public static final String INDEX_FILE = "model.safetensors.index.json";
    private static final int SHARDS_MAX = 1000;

    private SafetensorsFolder() {}

    public static boolean isIn(Path folder) {
        return Files.isRegularFile(folder.resolve(SINGLE_FILE)) || Files.isRegularFile(folder.resolve(INDEX_FILE));
    }

    /** Opens all files; the caller closes the directory. */
    public static TensorDirectory open(Path folder) {
        List<WeightFile> opened = new ArrayList<>();
        try {
            return Files.isRegularFile(folder.resolve(SINGLE_FILE))
                    ? single(folder.resolve(SINGLE_FILE), opened)
                    : sharded(folder, opened);
        } catch (ModelException e) {
            opened.forEach(WeightFile::close);
            throw e;
        }
    }

    /** Opens one file, whatever its name; the caller closes the directory. */
    public static TensorDirectory openFile(Path file) {
        List<WeightFile> opened = new ArrayList<>();
        try {
            return single(file, opened);
        } catch (ModelException e) {
            opened.forEach(WeightFile::close);
            throw e;
        }
    }

    /** The shard of each tensor, as the index says; file names are checked to be plain. */
    public static Map<String, String> shardOfTensor(JsonFile index) {
        JsonNode map = index.require("weight_map", "an object that names the file of each tensor");
        if (!map.isObject() || map.isEmpty()) {
            throw index.invalid("weight_map is " + JsonFile.shown(map), "an object that names the file of each tensor");
        }
        Map<String, String> shards = new LinkedHashMap<>();
        for (Entry<String, JsonNode> field : map.properties()) {
            String shard = field.getValue().asText();
            if (!field.getValue().isTextual() || !shard.matches("[A-Za-z0-9_][A-Za-z0-9._-]*\\.safetensors")) {
                throw index.invalid(
                        "weight_map puts %s into %s".formatted(field.getKey(), JsonFile.shown(field.getValue())),
                        "a plain file name that ends in .safetensors");
            }
            shards.put(field.getKey(), shard);
        }
        if (new TreeSet<>(shards.values()).size() > SHARDS_MAX) {
            throw index.invalid("weight_map names more than %d files".formatted(SHARDS_MAX), "at most that many");
        }
        return shards;
    }

    private static TensorDirectory single(Path path, List<WeightFile> opened) {
        WeightFile file = WeightFile.open(path);
        opened.add(file);
        Map<String, TensorEntry> entries = new LinkedHashMap<>();
        SafetensorsHeader.read(file).forEach(entry -> entries.put(entry.name(), entry));
        return new TensorDirectory(file.place(), opened, entries);
    }

    private static TensorDirectory sharded(Path folder, List<WeightFile> opened) {
        JsonFile index = JsonFile.read(folder.resolve(INDEX_FILE));
        Map<String, String> shardOfTensor = shardOfTensor(index);
        Map<String, TensorEntry> entries = new LinkedHashMap<>();
        for (String shard : new TreeSet<>(shardOfTensor.values())) {
            Path path = folder.resolve(shard);
            if (!Files.isRegularFile(path)) {
                throw ModelException.fileMissing(path, "a shard that %s names".formatted(INDEX_FILE));
            }
            WeightFile file = WeightFile.open(path);
            opened.add(file);
            for (TensorEntry entry : SafetensorsHeader.read(file)) {
                if (shard.equals(shardOfTensor.get(entry.name()))) {
                    entries.put(entry.name(), entry);
                }
            }
        }
        requireAll(index, shardOfTensor, entries);
        return new TensorDirectory(index.place(), opened, entries);
    }

    private static void requireAll(JsonFile index, Map<String, String> wanted, Map<String, TensorEntry> found) {
        wanted.forEach((tensor, shard) -> {
            if (!found.containsKey(tensor)) {
                throw new ModelException(
                        ModelError.TENSOR_MISSING,
                        "%s: tensor %s is not in %s; expected it where the index says; pull the model again"
                                .formatted(index.place(), tensor, shard));
            }
        });
    }
}
