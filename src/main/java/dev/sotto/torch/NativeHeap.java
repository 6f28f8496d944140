package dev.sotto.torch;

import java.lang.management.ManagementFactory;
import javax.management.JMException;
import javax.management.ObjectName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The memory that libtorch takes through the C library. Loading a model mixes weights that stay with larger ones that go, and
 * glibc keeps the holes: 480 MiB of 1,040 for the small model in int8.
 */
final class NativeHeap {
    private static final Logger LOG = LoggerFactory.getLogger(NativeHeap.class);

    private NativeHeap() {}

    /**
     * Gives what lies free in it back to the system, by the JVM's own {@code System.trim_native_heap}: a tenth of a second, in
     * which nobody else gets native memory. Without that command (before Java 17.0.9, or on another C library) nothing
     * happens. Any thread.
     */
    static void trim() {
        try {
            Object said = ManagementFactory.getPlatformMBeanServer()
                    .invoke(
                            new ObjectName("com.sun.management:type=DiagnosticCommand"),
                            "systemTrimNativeHeap",
                            new Object[] {new String[0]},
                            new String[] {String[].class.getName()});
            LOG.debug("{}", said);
        } catch (JMException | RuntimeException e) { // not there, or not allowed: the holes stay until they are used
            LOG.debug("the native heap cannot be trimmed: {}", e.toString());
        }
    }
}
