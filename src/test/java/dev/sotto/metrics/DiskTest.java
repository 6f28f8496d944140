package dev.sotto.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskTest {
    @TempDir
    Path folder;

    @Test
    void byte_that_could_not_be_written_leaves_nothing() throws IOException {
        Path full = Path.of("/dev/full"); // every write to it finds no space
        assumeTrue(Files.exists(full), "skipped: this machine has no /dev/full");
        Files.createSymbolicLink(folder.resolve(".probe"), full);
        assertThat(Disk.isWritable(folder)).isFalse();
        assertThat(folder).isEmptyDirectory();
        assertThat(Disk.isWritable(folder)).isTrue();
        assertThat(folder).isEmptyDirectory();
    }
}
