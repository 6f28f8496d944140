package dev.sotto.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sotto.config.ConfigException;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(OS.WINDOWS)
class PortHolderTest {
    private static final String HEADER =
            "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n";

    @TempDir
    Path proc;

    @Test
    void the_process_whose_open_file_is_the_listening_socket_is_named() throws IOException {
        table("tcp", row("0100007F:1F90", "0A", 77) + row("0100007F:1F91", "0A", 78));
        process(12, "socket:[76]", "other\0");
        process(40, "socket:[77]", "python3\0-m\0http.server\0");
        assertThat(PortHolder.find(proc, 8080)).hasToString("Optional[process 40 (python3 -m http.server)]");
    }

    @Test
    void a_command_of_several_lines_is_told_in_one() throws IOException {
        table("tcp", row("0100007F:1F90", "0A", 77));
        process(40, "socket:[77]", "python3\0-c\0import a\n\tb()\0");
        assertThat(PortHolder.find(proc, 8080)).hasToString("Optional[process 40 (python3 -c import a b())]");
    }

    @Test
    void a_socket_of_version_6_counts_and_one_that_is_only_connected_does_not() throws IOException {
        table("tcp", row("0100007F:1F90", "01", 5));
        table("tcp6", row("00000000000000000000000000000000:1F90", "0A", 6));
        process(1, "socket:[5]", "client\0");
        process(2, "socket:[6]", "server\0");
        assertThat(PortHolder.find(proc, 8080)).map(PortHolder::pid).contains(2L);
    }

    @Test
    void nobody_is_named_where_nothing_can_be_read() throws IOException {
        assertThat(PortHolder.find(proc.resolve("none"), 8080)).isEmpty();
        table("tcp", row("0100007F:1F90", "0A", 77));
        assertThat(PortHolder.find(proc, 8080)).isEmpty();
    }

    @Test
    void this_very_process_is_found_by_its_port() throws IOException {
        assumeTrue(Files.exists(Path.of("/proc/self/net/tcp")), "skipped: this system has no /proc");
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(PortHolder.find(Path.of("/proc"), socket.getLocalPort()))
                    .map(PortHolder::pid)
                    .contains(ProcessHandle.current().pid());
        }
    }

    @Test
    void faults_of_listening_are_told_in_the_words_of_the_settings() {
        ListenFault low = new ListenFault("http", "0.0.0.0", 80);
        assertExplained(
                low, new SocketException("Permission denied"), "http.port 80: this user may not listen on ports below");
        ListenFault taken = new ListenFault("management", "127.0.0.1", 1);
        assertExplained(
                taken, new BindException("Address already in use"), "management.port 1: taken on 127.0.0.1 by ");
        assertExplained(taken, new BindException("Address already in use"), "(SOTTO_MANAGEMENT_PORT)");
        assertExplained(
                low,
                new IllegalStateException(new BindException("Cannot assign requested address")),
                "http.host 0.0.0.0: this machine has no such address");
        assertExplained(low, new UnknownHostException("x"), "http.host 0.0.0.0: no address has this name");
        assertThatThrownBy(
                        () -> low.explained(new IllegalStateException("else")).await())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("else");
    }

    private static void assertExplained(ListenFault fault, Exception failure, String message) {
        assertThatThrownBy(() -> fault.explained(failure).await())
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(message);
    }

    private void table(String name, String rows) throws IOException {
        Path folder = Files.createDirectories(proc.resolve("self/net"));
        Files.writeString(folder.resolve(name), HEADER + rows);
    }

    private static String row(String address, String state, int inode) {
        return "   0: %s 00000000:0000 %s 00000000:00000000 00:00000000 00000000     0        0 %d 1 0 100 0 0 10 0%n"
                .formatted(address, state, inode);
    }

    private void process(int pid, String socket, String command) throws IOException {
        Path folder = Files.createDirectories(proc.resolve(pid + "/fd")).getParent();
        Files.createSymbolicLink(folder.resolve("fd/3"), Path.of(socket));
        Files.writeString(folder.resolve("cmdline"), command);
    }
}
