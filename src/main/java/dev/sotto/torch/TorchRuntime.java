package dev.sotto.torch;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.pytorch.jni.JniUtils;
import java.util.ArrayList;
import java.util.List;

/** The native library: which one, on what devices, with how many threads. Its first use loads it. */
public final class TorchRuntime {
    private static final String ENGINE = "PyTorch";

    private TorchRuntime() {}

    /** One line each: the library's version, then the devices it can use. Throws if the library cannot be loaded. */
    public static List<String> describe() {
        Engine engine = Engine.getEngine(ENGINE);
        List<String> lines = new ArrayList<>();
        lines.add("libtorch %s through DJL %s".formatted(engine.getVersion(), Engine.getDjlVersion()));
        lines.add("device cpu, %d threads".formatted(JniUtils.getNumThreads()));
        for (int gpu = 0; gpu < engine.getGpuCount(); gpu++) {
            lines.add("device cuda:" + gpu);
        }
        return lines;
    }

    /** The native library's version, such as {@code 2.7.1}. */
    public static String version() {
        return Engine.getEngine(ENGINE).getVersion();
    }

    /**
     * The device that a setting means here.
     *
     * @param setting {@code auto}, {@code cpu}, {@code cuda} or {@code cuda:n}; auto prefers a GPU
     * @return {@code cpu} or {@code cuda:n}
     * @throws IllegalArgumentException if there is no such device
     */
    public static String device(String setting) {
        int gpus = Engine.getEngine(ENGINE).getGpuCount();
        if (setting.equals("cpu") || (setting.equals("auto") && gpus == 0)) {
            return "cpu";
        }
        int wanted = setting.startsWith("cuda:") ? Integer.parseInt(setting.substring("cuda:".length())) : 0;
        if (wanted >= gpus) {
            throw new IllegalArgumentException(
                    "device %s is not there: the native library sees %d GPUs; set the device to cpu or auto"
                            .formatted(setting, gpus));
        }
        return "cuda:" + wanted;
    }

    /** Sets how many threads the library uses for the calling thread, and for those that come later and do not set their own. */
    public static void threads(int count) {
        Engine.getEngine(ENGINE);
        JniUtils.setNumThreads(count);
    }

    /**
     * Has the calling thread compute alone from now on; what others get stays as it is. The library keeps one number for
     * threads to come and one in each thread that has begun, and setting it sets both: so another thread puts the first back.
     */
    static void computeAlone() {
        Engine.getEngine(ENGINE);
        int others = JniUtils.getNumThreads();
        JniUtils.setNumThreads(1);
        Thread restore = new Thread(() -> JniUtils.setNumThreads(others), "thread-count");
        restore.start();
        try {
            restore.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** DJL's own name for a device of ours. */
    public static Device djlDevice(String device) {
        return device.equals("cpu") ? Device.cpu() : Device.gpu(Integer.parseInt(device.substring("cuda:".length())));
    }
}
