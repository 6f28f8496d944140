package dev.sotto.cli;

import dev.sotto.key.KeyOwners;
import dev.sotto.key.KeyRecord;
import dev.sotto.key.NewKey;
import dev.sotto.key.OpenedKeys;
import dev.sotto.key.Scope;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The API keys of the data folder; a running server knows of a change within seconds. */
@Command(
        name = "keys",
        description = "Create, list and revoke API keys; a running server applies a change within seconds.",
        synopsisSubcommandLabel = "COMMAND",
        scope = ScopeType.INHERIT,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "2:the command line is wrong",
            "70:an internal error",
            "78:the settings or the data folder cannot be used",
            "130:interrupted by Ctrl-C",
            "143:ended by SIGTERM"
        })
final class KeysCommand implements Runnable {
    private final Services services;
    private final Terminal terminal;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "settings file (default: conf/sotto.yaml)",
            scope = ScopeType.INHERIT)
    private Optional<Path> config = Optional.empty();

    KeysCommand(Services services, Terminal terminal) {
        this.services = services;
        this.terminal = terminal;
    }

    @Override
    public void run() {
        if (spec != null) {
            throw new ParameterException(spec.commandLine(), "expected create, list or revoke");
        }
    }

    @Command(name = "create", description = "Make a key and print it, once: it is stored as a hash only.")
    int create(
            @Parameters(paramLabel = "NAME", description = "for people") String name,
            @Option(
                            names = "--owner",
                            paramLabel = "OWNER",
                            description = "whose jobs it sees (default: NAME, if no other key has it)")
                    @Nullable
                    String owner,
            @Option(
                            names = "--scope",
                            paramLabel = "SCOPE",
                            split = ",",
                            description = "transcribe, read, admin (default: transcribe,read)")
                    @Nullable
                    List<String> scopes,
            @Option(
                            names = "--expires",
                            paramLabel = "TIME",
                            converter = LimitArguments.Length.class,
                            description = "from now, such as 90d (default: never)")
                    @Nullable
                    Duration expires,
            @Mixin LimitArguments limits) {
        Instant now = Instant.now();
        try (OpenedKeys keys = services.openKeys(config)) {
            NewKey.Order order = new NewKey.Order(
                    owner(keys.keyStore().list(), name, owner),
                    name,
                    scopes(scopes == null ? List.of("transcribe", "read") : scopes),
                    limits.limits(),
                    Optional.ofNullable(expires).map(now::plus));
            NewKey key = NewKey.make(order, new SecureRandom(), now);
            keys.keyStore().add(key.stored());
            terminal.out().println(key.text());
            terminal.out().flush();
            terminal.err()
                    .println("Key %s of owner %s. It is shown this once; revoke it with: sotto keys revoke %s"
                            .formatted(
                                    key.stored().id(),
                                    order.owner(),
                                    key.stored().id()));
            return ExitCode.DONE;
        }
    }

    private static String owner(List<KeyRecord> known, String name, @Nullable String asked) {
        try {
            return KeyOwners.choose(known, name, Optional.ofNullable(asked), "--owner");
        } catch (IllegalArgumentException e) {
            throw CommandException.usage(e);
        }
    }

    private static Set<Scope> scopes(List<String> codes) {
        return codes.stream()
                .map(code -> Scope.named(code.strip())
                        .orElseThrow(() ->
                                usage("scope '%s' is unknown; expected transcribe, read or admin".formatted(code))))
                .collect(Collectors.toSet());
    }

    @Command(name = "list", description = "List all keys.")
    int list() {
        try (OpenedKeys keys = services.openKeys(config)) {
            List<List<String>> rows = new ArrayList<>();
            rows.add(List.of("ID", "OWNER", "NAME", "SCOPES", "CREATED", "STATE"));
            Instant now = Instant.now();
            for (KeyRecord key : keys.keyStore().list()) {
                String scopes =
                        key.scopes().stream().map(Scope::wireName).sorted().collect(Collectors.joining(","));
                rows.add(List.of(
                        key.id(),
                        key.owner(),
                        key.name(),
                        scopes,
                        key.createdAt().toString(),
                        state(key, now)));
            }
            terminal.out().print(ModelsCommand.table(rows));
            terminal.out().flush();
            return ExitCode.DONE;
        }
    }

    private static String state(KeyRecord key, Instant now) {
        if (key.revokedAt().isPresent()) {
            return "revoked";
        }
        return key.expiresAt()
                .map(end -> end.isAfter(now) ? "valid until " + end : "expired")
                .orElse("valid");
    }

    @Command(name = "revoke", description = "Revoke a key for good.")
    int revoke(@Parameters(paramLabel = "ID", description = "as 'list' shows it") String id) {
        try (OpenedKeys keys = services.openKeys(config)) {
            if (!keys.keyStore().revoke(id, Instant.now())) {
                throw usage("there is no key %s; 'sotto keys list' shows all".formatted(id));
            }
            terminal.err().println("Key %s is revoked; a running server refuses it within seconds.".formatted(id));
            return ExitCode.DONE;
        }
    }

    private static CommandException usage(String message) {
        return CommandException.usage(new IllegalArgumentException(message));
    }
}
