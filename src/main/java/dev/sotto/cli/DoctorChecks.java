package dev.sotto.cli;

import dev.sotto.audio.AudioException;
import dev.sotto.audio.MediaTool;
import dev.sotto.service.ModelCommands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Looks at everything a transcription needs, and goes on after a fault. Blocks: it loads the native library. */
final class DoctorChecks {
    static final int JAVA_FEATURE_MIN = 17;

    private static final long FREE_BYTES_MIN = 1L << 30;
    private static final Set<String> TELLING_FEATURES =
            Set.of("avx2", "fma", "f16c", "avx512f", "avx512_vnni", "avx512_bf16", "amx_int8", "amx_bf16");

    private final SystemInfo surroundings;
    private final ModelCommands models;

    DoctorChecks(SystemInfo surroundings, ModelCommands models) {
        this.surroundings = surroundings;
        this.models = models;
    }

    List<Finding> findings() {
        List<Finding> findings = new ArrayList<>();
        findings.add(java());
        findings.add(processor());
        findings.add(Finding.ok("Limits", surroundings.limits()));
        findings.add(engine());
        findings.addAll(computeTypes());
        findings.add(ffmpeg());
        findings.addAll(models());
        surroundings.writableFolders().forEach(folder -> findings.add(folder(folder)));
        return findings;
    }

    private Finding java() {
        return surroundings.javaFeature() >= JAVA_FEATURE_MIN
                ? Finding.ok("Java", surroundings.java())
                : Finding.broken(
                        "Java", surroundings.java(), "install a JDK of version " + JAVA_FEATURE_MIN + " or newer");
    }

    private Finding processor() {
        Set<String> flags = processorFlags();
        Set<String> telling = new TreeSet<>(TELLING_FEATURES);
        telling.retainAll(flags);
        String seen = surroundings.system() + (telling.isEmpty() ? "" : ", " + String.join(" ", telling));
        boolean isSlow =
                surroundings.system().matches(".*(amd64|x86_64)") && !flags.isEmpty() && !flags.contains("avx2");
        return isSlow
                ? Finding.poor("Processor", seen, "no AVX2: transcription works, but several times slower")
                : Finding.ok("Processor", seen);
    }

    private Set<String> processorFlags() {
        try (Stream<String> lines = Files.lines(surroundings.processorInfo())) {
            return lines.filter(line -> line.startsWith("flags"))
                    .findFirst()
                    .map(line -> Set.copyOf(Arrays.asList(
                            line.substring(line.indexOf(':') + 1).strip().split(" +", -1))))
                    .orElse(Set.of());
        } catch (IOException e) {
            return Set.of();
        }
    }

    private Finding engine() {
        try {
            return Finding.ok("Engine", String.join("; ", surroundings.engine().call()));
        } catch (Exception | LinkageError e) {
            return Finding.broken(
                    "Engine",
                    Faults.sentence(e),
                    "the native library of PyTorch does not load: check that this system is supported and that its"
                            + " folder is complete (scripts/run builds it again)");
        }
    }

    /** Nothing where the library does not load: that is said once. */
    private List<Finding> computeTypes() {
        try {
            return surroundings.computeTypes().call().stream()
                    .map(choice -> choice.isSure()
                            ? Finding.ok("Compute", choice.text())
                            : Finding.poor(
                                    "Compute",
                                    choice.text(),
                                    "measured again while the server is idle, and at the next start;"
                                            + " or set compute.type"))
                    .toList();
        } catch (Exception | LinkageError e) {
            return List.of();
        }
    }

    private Finding ffmpeg() {
        try {
            MediaTool tool = surroundings.ffmpeg().find();
            String seen = tool.version() + (tool.isBundled() ? ", Sotto's own, at " : " at ") + tool.ffmpeg();
            return tool.fence().prlimit().isPresent()
                    ? Finding.ok("ffmpeg", seen)
                    : Finding.poor("ffmpeg", seen, "no prlimit (util-linux): ffmpeg runs without a cap on its memory");
        } catch (AudioException e) {
            return Finding.broken("ffmpeg", "not usable", e.getMessage() == null ? "install it" : e.getMessage());
        }
    }

    private List<Finding> models() {
        List<Finding> findings = new ArrayList<>();
        boolean hasDefault = false;
        for (ModelCommands.Installed model : models.installed()) {
            hasDefault |= model.name().equals(surroundings.defaultModel())
                    && model.fault().isEmpty();
            String seen = model.name() + " (" + model.folder() + ")";
            findings.add(model.fault()
                    .map(fault -> Finding.poor("Model", seen, fault))
                    .orElse(Finding.ok("Model", seen)));
        }
        if (!hasDefault) {
            String name = surroundings.defaultModel();
            findings.add(Finding.broken(
                    "Model", "the default model " + name + " is not installed", "run: sotto pull " + name));
        }
        return findings;
    }

    private static Finding folder(Path folder) {
        Path existing = nearestExisting(folder);
        if (existing == null || !Files.isDirectory(existing) || !Files.isWritable(existing)) {
            return Finding.broken(
                    "Folder", folder + " cannot be written", "let this user write there, or set another folder");
        }
        try {
            long free = Files.getFileStore(existing).getUsableSpace();
            String seen = String.format(Locale.ROOT, "%s, %d MiB free", folder, free >> 20);
            return free >= FREE_BYTES_MIN
                    ? Finding.ok("Folder", seen)
                    : Finding.poor("Folder", seen, "less than 1 GiB free: long recordings and models may not fit");
        } catch (IOException e) {
            return Finding.poor("Folder", folder.toString(), "free space unknown: " + Faults.sentence(e));
        }
    }

    /** A folder that is not there yet is made when first needed; what counts is where it would be made. */
    private static @Nullable Path nearestExisting(Path folder) {
        Path place = folder.toAbsolutePath();
        while (place != null && !Files.exists(place)) {
            place = place.getParent();
        }
        return place;
    }
}
