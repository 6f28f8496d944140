package dev.sotto.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The three standard streams. What a program reads goes to {@code out}, what a person reads meanwhile to {@code err}.
 *
 * @param out writes UTF-8
 * @param isErrTerminal whether a person watches {@code err}, so that a line may be drawn over
 */
public record Terminal(InputStream in, PrintStream out, PrintStream err, boolean isErrTerminal) {
    private static final Path LINUX_STANDARD_ERROR = Path.of("/proc/self/fd/2");

    /** The streams of this process, in UTF-8 whatever the locale says. */
    public static Terminal ofProcess() {
        return new Terminal(
                System.in,
                new PrintStream(System.out, false, StandardCharsets.UTF_8),
                new PrintStream(System.err, true, StandardCharsets.UTF_8),
                standardErrorIsTerminal());
    }

    /** Java cannot tell for one stream; Linux can. Elsewhere nobody is taken to watch: better no bar than one in a file. */
    private static boolean standardErrorIsTerminal() {
        if (!Files.isSymbolicLink(LINUX_STANDARD_ERROR)) {
            return false;
        }
        try {
            String target = Files.readSymbolicLink(LINUX_STANDARD_ERROR).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
        } catch (IOException e) {
            return false;
        }
    }
}
