package dev.sotto.engine;

import dev.sotto.fault.Fault;
import dev.sotto.fault.FaultCode;
import dev.sotto.fault.FaultException;
import dev.sotto.model.ModelException;
import dev.sotto.model.hub.ModelRemoval;
import dev.sotto.service.Faults;
import dev.sotto.service.ModelCommands;
import dev.sotto.service.ModelInstaller;
import dev.sotto.service.ServedModel;
import dev.sotto.service.ServedModels;
import dev.sotto.transcript.Cancellation;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;

/** The models that a running server offers; pulls and deletions change them. */
public final class OfferedModels implements ModelInstaller {
    private final ModelResolver models;
    private final ModelCommands installed;
    private volatile ServedModels served;

    /**
     * Reads the folders of models; blocks.
     *
     * @throws dev.sotto.transcript.TranscriptionException if the default model cannot be offered
     */
    public OfferedModels(ModelResolver models, ModelCommands installed) {
        this.models = models;
        this.installed = installed;
        this.served = models.servedModels();
    }

    /** As of the last change. Any thread; answers at once. */
    public ServedModels served() {
        return served;
    }

    @Override
    public String resolve(String name) {
        return told(() -> models.catalogue().resolve(models.aliased(name)).name());
    }

    @Override
    public void pull(String name, ModelCommands.PullListener listener, Cancellation cancellation) {
        told(() -> installed.pull(name, listener, cancellation));
        refresh();
    }

    @Override
    public void delete(String name) {
        String id = Optional.ofNullable(served.byName().get(name))
                .map(ServedModel::id)
                .orElse(name);
        if (served.models().get(0).id().equals(id)) {
            throw inUse("The model `%s` is the default model; make another the default first.".formatted(name));
        }
        Path folder = told(() -> models.store().find(id))
                .orElseThrow(() -> new FaultException(Faults.unknownModel(name)))
                .toAbsolutePath();
        if (!models.store().writableFolder().toAbsolutePath().equals(folder.getParent())) {
            throw inUse("The model `%s` came with the server; only pulled models can be deleted.".formatted(name));
        }
        told(() -> {
            ModelRemoval.remove(folder);
            return folder;
        });
        refresh();
    }

    /** One change at a time, so that no older list comes last. */
    private synchronized void refresh() {
        served = models.servedModels();
    }

    private static FaultException inUse(String message) {
        return new FaultException(Fault.of(FaultCode.MODEL_IN_USE, message, "model"));
    }

    private static <T> T told(Supplier<T> call) {
        try {
            return call.get();
        } catch (ModelException e) {
            String message = String.valueOf(e.getMessage());
            throw new FaultException(Fault.of(code(e), message.endsWith(".") ? message : message + ".", "model"));
        }
    }

    private static FaultCode code(ModelException e) {
        return switch (e.error()) {
            case NAME_UNKNOWN, NAME_INVALID, HUB_NOT_FOUND -> FaultCode.MODEL_NOT_FOUND;
            case OFFLINE -> FaultCode.FETCH_REFUSED;
            case HUB_UNAUTHORIZED -> FaultCode.FETCH_DENIED;
            case HUB_UNAVAILABLE, HUB_ANSWER_INVALID -> FaultCode.FETCH_FAILED;
            case DOWNLOAD_CORRUPT -> FaultCode.FETCH_INCOMPLETE;
            case DISK_FULL -> FaultCode.INSUFFICIENT_STORAGE;
            case PULL_IN_PROGRESS -> FaultCode.MODEL_IN_USE;
            case CANCELLED -> FaultCode.CANCELLED;
            default -> FaultCode.MODEL_INVALID;
        };
    }
}
