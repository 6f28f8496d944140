package dev.sotto.model.file;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A mapped part of a file that can be given back before the garbage collector comes.
 *
 * <p>Java 17 has no call for that. {@code sun.misc.Unsafe.invokeCleaner} of the module {@code jdk.unsupported} does it;
 * it is reached by reflection, since naming it would fail the build's warnings. On a JVM without it the mapping lives
 * until its buffers are collected, which costs address space and page cache but no heap.
 */
final class MappedRegion implements AutoCloseable {
    private static final @Nullable Cleaner CLEANER = Cleaner.find();

    private @Nullable MappedByteBuffer mapped;

    MappedRegion(MappedByteBuffer mapped) {
        this.mapped = mapped;
    }

    /** A read-only, little-endian view; invalid once the region is closed. */
    ByteBuffer view() {
        MappedByteBuffer open = mapped;
        if (open == null) {
            throw new IllegalStateException("the region has been unmapped");
        }
        return open.asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
    }

    static boolean unmapsAtOnce() {
        return CLEANER != null;
    }

    @Override
    public void close() {
        MappedByteBuffer open = mapped;
        mapped = null;
        if (open != null && CLEANER != null && open.capacity() > 0) {
            CLEANER.clean(open);
        }
    }

    private record Cleaner(Object unsafe, Method invokeCleaner) {
        static @Nullable Cleaner find() {
            try {
                Class<?> type = Class.forName("sun.misc.Unsafe");
                Field instance = type.getDeclaredField("theUnsafe");
                instance.setAccessible(true);
                Object unsafe = instance.get(null);
                return unsafe == null ? null : new Cleaner(unsafe, type.getMethod("invokeCleaner", ByteBuffer.class));
            } catch (ReflectiveOperationException | RuntimeException e) {
                return null;
            }
        }

        void clean(ByteBuffer buffer) {
            try {
                invokeCleaner.invoke(unsafe, buffer);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("a mapped region could not be unmapped", e);
            }
        }
    }
}
