package dev.sotto.whisper;

/** A window that the engine has encoded and holds for its caller until it is closed. Thread-safe; close it. */
public interface EncodedWindow extends AutoCloseable {
    @Override
    void close();
}
