package dev.sotto.api.http;

import com.sun.management.OperatingSystemMXBean;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * How busy the machine is, in percent.
 *
 * @param disk of the data folder
 */
record MachineLoad(double memory, double cpu, double disk) {
    private static final double PERCENT = 100;

    /** Read from the system, beside the event loop; a number that the system does not tell is 0. */
    static Future<MachineLoad> of(Vertx vertx, Path folder) {
        return vertx.executeBlocking(() -> read(folder), false);
    }

    private static MachineLoad read(Path folder) {
        if (!(ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system)) {
            return new MachineLoad(0, 0, disk(folder));
        }
        return new MachineLoad(
                used(system.getTotalMemorySize(), system.getFreeMemorySize()),
                rounded(Math.max(0, system.getCpuLoad()) * PERCENT),
                disk(folder));
    }

    private static double disk(Path folder) {
        try {
            FileStore store = Files.getFileStore(folder);
            return used(store.getTotalSpace(), store.getUsableSpace());
        } catch (IOException e) {
            return 0;
        }
    }

    private static double used(long all, long free) {
        return all <= 0 ? 0 : rounded(PERCENT * (all - free) / all);
    }

    private static double rounded(double percent) {
        return Math.rint(percent * 10) / 10;
    }
}
