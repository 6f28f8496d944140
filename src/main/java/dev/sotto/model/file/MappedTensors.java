package dev.sotto.model.file;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The regions that are mapped for each tensor, until that tensor is released. Not thread-safe. */
public final class MappedTensors implements AutoCloseable {
    private final Map<String, List<MappedRegion>> regions = new HashMap<>();

    /** Maps the entry's bytes on behalf of {@code tensor}. */
    public ByteBuffer map(String tensor, TensorEntry entry) {
        MappedRegion region = entry.file().map(entry.offset(), entry.byteLength());
        regions.computeIfAbsent(tensor, name -> new ArrayList<>()).add(region);
        return region.view();
    }

    /** Unmaps everything that was mapped on behalf of {@code tensor}. */
    public void release(String tensor) {
        List<MappedRegion> held = regions.remove(tensor);
        if (held != null) {
            held.forEach(MappedRegion::close);
        }
    }

    @Override
    public void close() {
        regions.values().forEach(held -> held.forEach(MappedRegion::close));
        regions.clear();
    }
}
