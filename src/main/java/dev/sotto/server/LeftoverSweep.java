package dev.sotto.server;

import dev.sotto.bus.SingleFlight;
import dev.sotto.config.ServerConfig;
import dev.sotto.data.LeftFiles;
import dev.sotto.engine.InstalledModels;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes, while a server runs, what is left of work that is over: uploads and fetched recordings that could not be deleted
 * then, and pulls of models that nobody went on with. Samples and stored recordings have their own rounds.
 */
final class LeftoverSweep {
    private static final Logger LOG = LoggerFactory.getLogger(LeftoverSweep.class);
    private static final Duration ROUND = Duration.ofMinutes(10);
    /** Beside the longest upload or fetch: what comes behind it, such as keeping what has arrived. */
    private static final Duration KEEPING = Duration.ofHours(1);

    private final ServerConfig config;
    private final List<LeftFiles> folders;
    private final InstantSource wall;

    LeftoverSweep(ServerConfig config, InstantSource wall) {
        this.config = config;
        this.wall = wall;
        Path data = config.data().folder();
        this.folders = List.of(
                new LeftFiles(
                        data.resolve("uploads"),
                        name -> name.endsWith(".upload"),
                        config.http().upload().timeout().plus(KEEPING),
                        System::nanoTime),
                new LeftFiles(
                        data.resolve("fetching"),
                        name -> true,
                        config.fetch().timeout().plus(KEEPING),
                        System::nanoTime));
    }

    void start(Vertx vertx) {
        SingleFlight<Integer> round = new SingleFlight<>(() -> vertx.executeBlocking(this::round, false)
                .onFailure(e -> LOG.warn("what was left behind could not be removed: {}", e.toString())));
        vertx.setPeriodic(1, ROUND.toMillis(), id -> round.ask());
    }

    /** How much was deleted. */
    private int round() throws IOException {
        int files = 0;
        for (LeftFiles folder : folders) {
            files += folder.round();
        }
        int pulls = InstalledModels.removeLeftPulls(config.models(), wall.instant());
        if (files + pulls > 0) {
            LOG.info("deleted {} files and {} pulls of models that were left behind", files, pulls);
        }
        return files + pulls;
    }
}
