package dev.sotto.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The process that listens on a port, as Linux's {@code /proc} shows it: without root that of this user alone.
 *
 * @param command as it was started, shortened
 */
record PortHolder(long pid, String command) {
    private static final String LISTENING = "0A";
    private static final int STATE_COLUMN = 3;
    private static final int INODE_COLUMN = 9;
    private static final int COMMAND_CHARS_MAX = 80;

    /** Blocks. Empty where nobody is found, whatever the reason. */
    static Optional<PortHolder> find(Path proc, int port) {
        Set<String> sockets = new HashSet<>();
        for (String table : List.of("self/net/tcp", "self/net/tcp6")) {
            sockets.addAll(listening(proc.resolve(table), port));
        }
        if (sockets.isEmpty()) {
            return Optional.empty();
        }
        try (Stream<Path> all = Files.list(proc)) {
            return all.filter(folder -> folder.getFileName().toString().matches("\\d{1,10}"))
                    .filter(folder -> holds(folder.resolve("fd"), sockets))
                    .findFirst()
                    .map(folder -> new PortHolder(
                            Long.parseLong(folder.getFileName().toString()), command(folder.resolve("cmdline"))));
        } catch (IOException | UncheckedIOException e) {
            return Optional.empty();
        }
    }

    /** Names of sockets, as links of open files show them. The table has addresses and ports in hexadecimal digits. */
    private static Set<String> listening(Path table, int port) {
        String ending = String.format(Locale.ROOT, ":%04X", port);
        Set<String> sockets = new HashSet<>();
        try (Stream<String> lines = Files.lines(table, StandardCharsets.ISO_8859_1)) {
            lines.map(line -> line.strip().split("\\s+"))
                    .filter(columns -> columns.length > INODE_COLUMN
                            && columns[1].endsWith(ending)
                            && columns[STATE_COLUMN].equals(LISTENING))
                    .forEach(columns -> sockets.add("socket:[" + columns[INODE_COLUMN] + "]"));
        } catch (IOException | UncheckedIOException e) {
            return sockets;
        }
        return sockets;
    }

    private static boolean holds(Path openFiles, Set<String> sockets) {
        try (Stream<Path> links = Files.list(openFiles)) {
            return links.anyMatch(link -> sockets.contains(target(link)));
        } catch (IOException | UncheckedIOException e) {
            return false; // of another user, or gone
        }
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException e) {
            return "";
        }
    }

    private static String command(Path file) {
        try {
            String words = Files.readString(file, StandardCharsets.ISO_8859_1)
                    .replaceAll("\\p{Cntrl}+", " ")
                    .strip();
            return words.length() <= COMMAND_CHARS_MAX ? words : words.substring(0, COMMAND_CHARS_MAX) + "...";
        } catch (IOException e) {
            return "";
        }
    }

    @Override
    public String toString() {
        return "process %d%s".formatted(pid, command.isEmpty() ? "" : " (" + command + ")");
    }
}
