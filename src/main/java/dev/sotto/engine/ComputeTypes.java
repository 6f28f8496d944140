package dev.sotto.engine;

import dev.sotto.model.Dimensions;
import dev.sotto.torch.ComputeType;
import dev.sotto.torch.Processor;
import dev.sotto.torch.TorchRuntime;
import dev.sotto.torch.TypeProbe;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.Properties;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What {@code auto} means: the fastest compute type, measured once for each processor, library, number of threads and
 * shape of model, and remembered in a file of the data folder. Deleting that file measures again.
 */
final class ComputeTypes {
    private static final Logger LOG = LoggerFactory.getLogger(ComputeTypes.class);

    private final Path file;
    private final Processor processor;

    ComputeTypes(Path dataFolder, Processor processor) {
        this.file = dataFolder.resolve("compute-types.properties");
        this.processor = processor;
    }

    /** On the engine's thread, whose threads are set. */
    ComputeType fastest(Dimensions dimensions, int threads) {
        String key = key(dimensions, threads);
        Properties known = known();
        String remembered = known.getProperty(key, "");
        for (ComputeType type : ComputeType.values()) {
            if (type.toString().equals(remembered)) {
                return type;
            }
        }
        TypeProbe.Finding finding = TypeProbe.run(dimensions, processor);
        LOG.info("compute type auto: {} chosen, ms a window measured: {}", finding.chosen(), finding.milliseconds());
        known.setProperty(key, finding.chosen().toString());
        remember(known);
        return finding.chosen();
    }

    private String key(Dimensions dimensions, int threads) {
        String machine = processor.model() + new TreeSet<>(processor.flags()) + TypeProbe.kernels(processor);
        return String.format(
                Locale.ROOT,
                "%08x.libtorch-%s.threads-%d.width-%d.layers-%d-%d",
                machine.hashCode(),
                TorchRuntime.version(),
                threads,
                dimensions.width(),
                dimensions.encoder().layers(),
                dimensions.decoder().layers());
    }

    private Properties known() {
        Properties known = new Properties();
        if (Files.exists(file)) {
            try (Reader reader = Files.newBufferedReader(file)) {
                known.load(reader);
            } catch (IOException | IllegalArgumentException e) {
                LOG.warn("{} cannot be read and is measured anew: {}", file, e.getMessage());
                known.clear();
            }
        }
        return known;
    }

    /** In one step, so that a reader never sees half a file. Not being able to costs the next start a second or two. */
    private void remember(Properties known) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Path part = Files.createTempFile(file.toAbsolutePath().getParent(), "compute-types", ".part");
            try (Writer writer = Files.newBufferedWriter(part)) {
                known.store(writer, "fastest compute type by processor, library and shape of model; may be deleted");
            }
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            LOG.warn("{} cannot be written, so the compute type is measured at each start: {}", file, e.toString());
        }
    }
}
