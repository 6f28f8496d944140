package dev.sotto.key;

/** The keys of a data folder, also while a server has it; to be closed. */
public interface OpenedKeys extends AutoCloseable {
    ApiKeyStore keyStore();

    @Override
    void close();
}
