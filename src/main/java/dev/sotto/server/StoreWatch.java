package dev.sotto.server;

import dev.sotto.service.Backend;
import dev.sotto.service.ModelInstaller;
import dev.sotto.service.ServedModels;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * What works, as long as there is a store and the server is not drained.
 *
 * @param isStoreLost whether the store's file was deleted or replaced; answers at once
 * @param isDrained whether the server takes no more jobs; answers at once
 */
record StoreWatch(Backend works, BooleanSupplier isStoreLost, BooleanSupplier isDrained) implements Backend {
    @Override
    public boolean isReady() {
        return works.isReady();
    }

    @Override
    public Optional<String> fault() {
        return isStoreLost.getAsBoolean()
                ? Optional.of(
                        "The job store's file was moved or deleted while the server runs; the log says what to do.")
                : works.fault();
    }

    @Override
    public boolean isDraining() {
        return isDrained.getAsBoolean();
    }

    @Override
    public ServedModels models() {
        return works.models();
    }

    @Override
    public Optional<String> speakersFault() {
        return works.speakersFault();
    }

    @Override
    public boolean usesGpu() {
        return works.usesGpu();
    }

    @Override
    public Optional<ModelInstaller> installer() {
        return works.installer();
    }
}
