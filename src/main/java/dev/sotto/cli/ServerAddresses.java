package dev.sotto.cli;

import java.net.URI;
import java.util.Optional;

/**
 * Where a server with these settings is reached from this machine.
 *
 * @param api empty if it takes any free port
 * @param management empty if it has none, or takes any free port
 */
public record ServerAddresses(Optional<URI> api, Optional<URI> management) {}
