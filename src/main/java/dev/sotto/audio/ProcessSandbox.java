package dev.sotto.audio;

import dev.sotto.transcript.WorkClass;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Programs of util-linux and coreutils that start the media program and hold it in bounds; each may be absent.
 *
 * @param prlimit caps memory, processor time, file size and open files
 * @param setpriv takes the chance to gain rights, and lets the program die with the thread that waits for it, however that ends
 * @param setsid gives the program a process group of its own, out of a terminal's reach and killed as a whole
 * @param nice lets bulk work have the processors after all else
 */
public record ProcessSandbox(
        Optional<Path> prlimit, Optional<Path> setpriv, Optional<Path> setsid, Optional<Path> nice) {
    /** Nothing: the caps of our own arguments and the clock remain. */
    public static final ProcessSandbox NONE =
            new ProcessSandbox(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    private static final int OPEN_FILES_MAX = 64;
    /** Beside a program of the usual priority, a tenth of a processor that both want. */
    private static final String BULK_NICENESS = "10";

    /** What stands before the program's own arguments, without caps. Each part gives way to the next, so the process stays one. */
    List<String> guard(WorkClass workClass) {
        List<String> command = new ArrayList<>();
        setsid.ifPresent(program -> command.add(program.toString()));
        setpriv.ifPresent(
                program -> command.addAll(List.of(program.toString(), "--pdeathsig", "KILL", "--no-new-privs")));
        if (workClass == WorkClass.BULK) {
            nice.ifPresent(program -> command.addAll(List.of(program.toString(), "-n", BULK_NICENESS)));
        }
        return command;
    }

    /** As {@link #guard}, and with caps. */
    List<String> caps(long memoryBytesMax, long processorSecondsMax, long fileBytesMax, WorkClass workClass) {
        List<String> command = guard(workClass);
        prlimit.ifPresent(program -> command.addAll(List.of(
                program.toString(),
                "--as=" + memoryBytesMax,
                "--cpu=" + Math.max(1, processorSecondsMax),
                "--fsize=" + fileBytesMax,
                "--nofile=" + OPEN_FILES_MAX,
                "--core=0")));
        return command;
    }
}
