package dev.sotto.model.hub;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sotto.digest.Sha256;
import dev.sotto.model.ModelError;
import dev.sotto.model.ModelException;
import dev.sotto.model.checkpoint.ModelFolder;
import dev.sotto.model.file.JsonFile;
import dev.sotto.model.file.Sha256Sums;
import dev.sotto.model.safetensors.SafetensorsFolder;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Installs models from the hub into one folder. Files gather in a hidden folder beside their place; only a model whose
 * files are all there, checked and opened once is renamed into it. A pull that was cut is resumed by the next one.
 */
public final class ModelPuller {
    /** Where a model came from, kept in its folder. */
    public static final String ORIGIN_FILE = "sotto-origin.json";

    private final HubClient client;
    private final Path models;
    private final Pause pause;
    private final DiskRoom.Free free;

    /**
     * Creates nothing yet.
     *
     * @param models the writable folder of installed models
     */
    public ModelPuller(HubClient client, Path models, Pause pause) {
        this(client, models, pause, DiskRoom.Free.OF_DISK);
    }

    /** @param free what the disk may still take */
    ModelPuller(HubClient client, Path models, Pause pause, DiskRoom.Free free) {
        this.free = free;
        this.client = client;
        this.models = models;
        this.pause = pause;
    }

    /**
     * Gives the folder of the installed model; downloads nothing if it is there and sound.
     *
     * @throws ModelException if it cannot be had; what was downloaded stays for the next try
     */
    public Path pull(HubRepository repository, PullListener listener) {
        Path target = models.resolve(repository.folderName());
        try {
            Files.createDirectories(models);
            try (FileChannel lockFile = FileChannel.open(
                            models.resolve("." + repository.folderName() + ".lock"),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE);
                    FileLock lock = lock(lockFile, repository)) {
                if (!lock.isValid() || isSound(target)) {
                    return target;
                }
                download(repository, target, listener);
                return target;
            }
        } catch (IOException e) {
            throw new ModelException(
                    ModelError.FILE_UNREADABLE,
                    "%s: cannot be written into the models folder (%s); check its owner and free space"
                            .formatted(repository, e.getClass().getSimpleName()),
                    e);
        }
    }

    private static FileLock lock(FileChannel file, HubRepository repository) throws IOException {
        try {
            FileLock lock = file.tryLock();
            if (lock != null) {
                return lock;
            }
        } catch (OverlappingFileLockException e) {
            // Held by this very process: refused like one held by another.
        }
        throw new ModelException(
                ModelError.PULL_IN_PROGRESS,
                "%s: is being pulled already; wait for that download".formatted(repository));
    }

    private static boolean isSound(Path folder) {
        if (!Files.isDirectory(folder)) {
            return false;
        }
        try {
            ModelFolder.open(folder).close();
            return true;
        } catch (ModelException e) {
            return false;
        }
    }

    private void download(HubRepository repository, Path target, PullListener listener) throws IOException {
        HubListing listing = new Retries(repository.toString()).run(() -> client.list(repository));
        Path staging = staging(listing);
        List<HubListing.File> small = FileSelection.small(listing);
        if (!FileSelection.isSharded(listing)) {
            FileSelection.weights(listing, Set.of());
        }
        Transfer smallFiles = new Transfer(listing, staging, small, (done, total) -> {}, listener);
        smallFiles.run();
        List<HubListing.File> weights = FileSelection.weights(listing, shards(listing, staging));
        List<HubListing.File> all =
                Stream.concat(small.stream(), weights.stream()).toList();
        new Transfer(listing, staging, all, listener, listener).run();
        writeOrigin(listing, staging);
        writeSums(all, staging);
        ModelFolder.open(staging).close();
        install(staging, target);
    }

    private static Set<String> shards(HubListing listing, Path staging) {
        return FileSelection.isSharded(listing)
                ? Set.copyOf(
                        SafetensorsFolder.shardOfTensor(JsonFile.read(staging.resolve(SafetensorsFolder.INDEX_FILE)))
                                .values())
                : Set.of();
    }

    /** One folder for each commit, so that a resume never mixes two states of the repository. */
    private Path staging(HubListing listing) throws IOException {
        String prefix = "." + listing.repository().folderName() + ".pull-";
        Path staging = models.resolve(prefix + listing.commit());
        try (Stream<Path> all = Files.list(models)) {
            for (Path stale : all.filter(path -> path.getFileName().toString().startsWith(prefix))
                    .filter(path -> !path.equals(staging))
                    .toList()) {
                deleteTree(stale);
            }
        }
        return Files.createDirectories(staging);
    }

    private static void writeOrigin(HubListing listing, Path staging) throws IOException {
        ObjectNode origin = JsonNodeFactory.instance.objectNode();
        origin.put("repository", listing.repository().id())
                .put("revision", listing.repository().revision());
        origin.put("commit", listing.commit());
        listing.licence().ifPresent(licence -> origin.put("licence", licence));
        Files.writeString(staging.resolve(ORIGIN_FILE), origin.toPrettyString());
    }

    /** Of large files the hub has said the sum, and the transfer has compared it. */
    private static void writeSums(List<HubListing.File> files, Path staging) throws IOException {
        Map<String, String> sums = new HashMap<>();
        for (HubListing.File file : files) {
            sums.put(
                    file.name(),
                    file.sha256().isPresent() ? file.sha256().get() : Sha256.hexOf(staging.resolve(file.name())));
        }
        Sha256Sums.write(staging, sums);
    }

    private void install(Path staging, Path target) throws IOException {
        Path old = models.resolve("." + target.getFileName() + ".old");
        deleteTree(old);
        if (Files.exists(target)) {
            Files.move(target, old, StandardCopyOption.ATOMIC_MOVE);
        }
        Files.move(staging, target, StandardCopyOption.ATOMIC_MOVE);
        deleteTree(old);
    }

    static void deleteTree(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> tree = Files.walk(folder, new FileVisitOption[0])) {
                for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }

    private interface Try<T> {
        T run() throws IOException;
    }

    /** Counts failures in a row; progress of a mebibyte starts the count again. */
    private final class Retries {
        private static final long PROGRESS_BYTES = 1 << 20;
        private final String what;
        private int failures;

        Retries(String what) {
            this.what = what;
        }

        <T> T run(Try<T> attempt) {
            while (true) {
                try {
                    return attempt.run();
                } catch (IOException e) {
                    failed(e);
                }
            }
        }

        void gained(long bytes) {
            if (bytes >= PROGRESS_BYTES) {
                failures = 0;
            }
        }

        private void failed(IOException e) {
            failures++;
            HubOptions options = client.options();
            if (e instanceof HubUnreachable nobody && !client.hasAnswered() && failures >= HubUnreachable.ATTEMPTS) {
                throw nobody.gaveUp(what);
            }
            if (failures >= options.attempts()) {
                throw HubFailure.gaveUp(what, failures, e);
            }
            Duration wait = options.backoff().multipliedBy(1L << Math.min(failures - 1, 20));
            if (e instanceof HubFailure failure && failure.retryAfter().compareTo(wait) > 0) {
                wait = failure.retryAfter();
            }
            try {
                pause.await(wait.compareTo(options.backoffMax()) > 0 ? options.backoffMax() : wait);
            } catch (InterruptedException interrupt) {
                Thread.currentThread().interrupt();
                throw new ModelException(ModelError.CANCELLED, what + ": the download was interrupted", interrupt);
            }
        }
    }

    /** The files of one step, with their common progress. */
    private final class Transfer {
        private final HubListing listing;
        private final Path staging;
        private final List<HubListing.File> files;
        private final PullListener progress;
        private final PullListener cancellation;
        private final long total;

        Transfer(
                HubListing listing,
                Path staging,
                List<HubListing.File> files,
                PullListener progress,
                PullListener cancellation) {
            this.listing = listing;
            this.staging = staging;
            this.files = files;
            this.progress = progress;
            this.cancellation = cancellation;
            this.total = files.stream().mapToLong(HubListing.File::sizeBytes).sum();
        }

        void run() throws IOException {
            requireSpace();
            long before = 0;
            for (HubListing.File file : files) {
                fetch(file, before);
                before += file.sizeBytes();
                progress.progressed(before, total);
            }
        }

        private void fetch(HubListing.File file, long before) {
            FileDownload download = new FileDownload(client, listing, file, staging, room());
            Retries retries = new Retries(listing.repository() + ": " + file.name());
            retries.run(() -> {
                long start = download.bytesPresent();
                try {
                    download.attempt(done -> {
                        requireWanted();
                        progress.progressed(before + done, total);
                    });
                } finally {
                    retries.gained(download.bytesPresent() - start);
                }
                return true;
            });
        }

        private void requireWanted() {
            if (cancellation.isCancelled()) {
                throw new ModelException(
                        ModelError.CANCELLED,
                        listing.repository() + ": the download was cancelled; the next one resumes");
            }
        }

        private void requireSpace() throws IOException {
            long missing = total;
            for (HubListing.File file : files) {
                missing -= new FileDownload(client, listing, file, staging, room()).bytesPresent();
            }
            room().require(missing);
        }

        private DiskRoom room() {
            return new DiskRoom(
                    listing.repository().toString(), staging, client.options().reserveBytes(), free);
        }
    }
}
