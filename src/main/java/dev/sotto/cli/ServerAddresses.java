package dev.sotto.cli;

import java.net.URI;
import java.util.Optional;

/**
 * Where a server with these settings is reached from this machine.
 *
 * @param api empty if it takes any free port
 * @param management empty if it has none, or takes any free port
 */
public record ServerAddresses(Optional<URI> api, Optional<URI> management) {
    /** @throws CommandException if there is none to ask */
    URI requireManagement() {
        return management.orElseThrow(() -> noPort("management"));
    }

    /** @param group of the settings that name no port */
    static CommandException noPort(String group) {
        return CommandException.settings(new IllegalStateException(
                "%s.port names no port to ask; give it one that does not change".formatted(group)));
    }
}
