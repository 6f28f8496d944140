package dev.sotto.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** A person at a terminal: types commands to the real command line and keeps what it wrote. */
final class Session {
    final ScriptedServices services;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private byte[] input = new byte[0];
    private boolean isTerminal;
    private Optional<Runnable> interrupt = Optional.empty();
    private int handlesClosed;

    Session() {
        this(new ScriptedServices());
    }

    /** Another session on the same machine. */
    Session(ScriptedServices services) {
        this.services = services;
    }

    Session types(String text) {
        input = text.getBytes(StandardCharsets.UTF_8);
        return this;
    }

    Session atTerminal() {
        isTerminal = true;
        return this;
    }

    int run(String... arguments) {
        Terminal terminal = terminal();
        Interrupts interrupts = action -> {
            interrupt = Optional.of(action);
            return () -> handlesClosed++;
        };
        return new CommandLineTool(services, terminal, interrupts, "1.2.3").run(arguments);
    }

    Terminal terminal() {
        return new Terminal(
                new ByteArrayInputStream(input),
                new PrintStream(out, false, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                isTerminal);
    }

    void pressCtrlC() {
        interrupt.orElseThrow().run();
    }

    int handlesClosed() {
        return handlesClosed;
    }

    String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    String err() {
        return err.toString(StandardCharsets.UTF_8);
    }
}
