package dev.sotto.torch;

import java.util.Locale;

/** The numbers in which a network's linear maps are kept and multiplied; everything between them is at least as fine. */
public enum ComputeType {
    FLOAT32,
    BFLOAT16,
    /** On a GPU all of the network; on a processor only the weights, multiplied in float32. */
    FLOAT16,
    INT8;

    /**
     * The type of that name.
     *
     * @param name in lower case, such as {@code int8}
     * @throws IllegalArgumentException if there is no such type
     */
    public static ComputeType named(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
