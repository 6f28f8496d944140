package dev.sotto.cli;

import dev.sotto.key.KeyDesk;

/** The keys of a data folder, also while a server has it; to be closed. */
public interface OpenedKeys extends AutoCloseable {
    KeyDesk desk();

    @Override
    void close();
}
