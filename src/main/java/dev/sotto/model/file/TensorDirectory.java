package dev.sotto.model.file;

import dev.sotto.model.ModelError;
import dev.sotto.model.ModelException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** All tensors of a model by the names its files use, with the open files they lie in. */
public final class TensorDirectory implements AutoCloseable {
    private final String place;
    private final List<WeightFile> files;
    private final Map<String, TensorEntry> entries;

    /**
     * Takes over the files and closes them with itself.
     *
     * @param place what messages name when a tensor is in none of the files
     */
    public TensorDirectory(String place, List<WeightFile> files, Map<String, TensorEntry> entries) {
        this.place = place;
        this.files = List.copyOf(files);
        this.entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
    }

    public String place() {
        return place;
    }

    public Set<String> names() {
        return entries.keySet();
    }

    public Optional<TensorEntry> find(String name) {
        return Optional.ofNullable(entries.get(name));
    }

    public TensorEntry get(String name) {
        return find(name)
                .orElseThrow(() -> new ModelException(
                        ModelError.TENSOR_MISSING,
                        "%s: no tensor %s among the %d there; the file is incomplete or of another architecture"
                                .formatted(place, name, entries.size())));
    }

    @Override
    public void close() {
        files.forEach(WeightFile::close);
    }
}
