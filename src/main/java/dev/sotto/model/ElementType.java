package dev.sotto.model;

/** How one number of a tensor is stored; always little-endian. */
public enum ElementType {
    FLOAT32(4),
    FLOAT16(2),
    BFLOAT16(2),
    /** Signed; the value is {@code stored / scale} with one scale per row. */
    INT8(1),
    /** Signed; the value is {@code stored / scale} with one scale per row. */
    INT16(2),
    INT32(4);

    private final int bytes;

    ElementType(int bytes) {
        this.bytes = bytes;
    }

    /** Size of one element. */
    public int bytes() {
        return bytes;
    }

    public boolean isFloat() {
        return this == FLOAT32 || this == FLOAT16 || this == BFLOAT16;
    }
}
