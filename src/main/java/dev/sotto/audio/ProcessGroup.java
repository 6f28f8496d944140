package dev.sotto.audio;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Who else belongs to a process: its descendants, and where the system tells, the process group that it leads. */
final class ProcessGroup {
    private static final Path PROCESSES = Path.of("/proc");
    private static final int GROUP_FIELD = 2; // behind the name: state, parent, group

    private ProcessGroup() {}

    /**
     * To be asked while the leader runs: its number may be another's afterwards.
     *
     * @return without the leader
     */
    static List<ProcessHandle> of(Process leader) {
        List<ProcessHandle> members = new ArrayList<>();
        if (leader.isAlive()) {
            members.addAll(ofGroup(leader.pid()));
        }
        return Stream.concat(members.stream(), leader.descendants()).distinct().toList();
    }

    private static List<ProcessHandle> ofGroup(long leader) {
        List<ProcessHandle> members = new ArrayList<>();
        if (!Files.isDirectory(PROCESSES)) {
            return members;
        }
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROCESSES, "[0-9]*")) {
            for (Path process : processes) {
                long number = Long.parseLong(process.getFileName().toString());
                if (number != leader && groupOf(process) == leader) {
                    ProcessHandle.of(number).ifPresent(members::add);
                }
            }
        } catch (IOException e) {
            // Without the list the descendants remain.
            return members;
        }
        return members;
    }

    private static long groupOf(Path process) {
        try {
            String line = Files.readString(process.resolve("stat"), StandardCharsets.ISO_8859_1);
            String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ", GROUP_FIELD + 2);
            return Long.parseLong(fields[GROUP_FIELD]);
        } catch (IOException | RuntimeException e) {
            return -1; // it has ended meanwhile
        }
    }
}
