package dev.sotto.service;

import dev.sotto.transcript.Cancellation;

/** The models of a running server as its administrator changes them. Every call blocks; any thread. */
public interface ModelInstaller {
    /**
     * The name under which a model is pulled: an alias stands for another.
     *
     * @throws dev.sotto.fault.FaultException with {@code MODEL_NOT_FOUND} for a name that no model can have
     */
    String resolve(String name);

    /**
     * Fetches a model, or finds that it is here already; once this returns it is offered.
     *
     * @throws dev.sotto.fault.FaultException if it cannot be had, or was cancelled
     */
    void pull(String name, ModelCommands.PullListener listener, Cancellation cancellation);

    /**
     * Takes a pulled model from the list and deletes its files. Work that has begun with it goes on.
     *
     * @throws dev.sotto.fault.FaultException with {@code MODEL_NOT_FOUND}, or {@code MODEL_IN_USE} for the default model,
     *     one that came with the server, and one that is being pulled
     */
    void delete(String name);
}
