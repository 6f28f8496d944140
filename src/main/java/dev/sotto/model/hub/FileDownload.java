package dev.sotto.model.hub;

import dev.sotto.model.ModelError;
import dev.sotto.model.ModelException;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * Fetches one file: into {@code name.part} beside its place, resumed by {@code Range} where an earlier try stopped,
 * checked, forced to the disk, then renamed.
 */
final class FileDownload {
    private static final int BLOCK_BYTES = 1 << 16;
    /** After so many bytes the room on the disk is looked at again. */
    private static final long ROOM_EVERY_BYTES = 8 << 20;

    private final HubClient client;
    private final HubListing listing;
    private final HubListing.File file;
    private final Path target;
    private final Path part;
    private final Path etagFile;
    private final DiskRoom room;

    FileDownload(HubClient client, HubListing listing, HubListing.File file, Path folder, DiskRoom room) {
        this.room = room;
        this.client = client;
        this.listing = listing;
        this.file = file;
        this.target = folder.resolve(file.name());
        this.part = folder.resolve(file.name() + ".part");
        this.etagFile = folder.resolve(file.name() + ".part.etag");
    }

    /** Bytes on disk already, whole or in part. */
    long bytesPresent() throws IOException {
        if (Files.exists(target)) {
            return Files.size(target);
        }
        return Files.exists(part) ? Math.min(Files.size(part), file.sizeBytes()) : 0;
    }

    /**
     * One try.
     *
     * @param progress receives the bytes of this file that are on disk
     * @throws IOException if another try may help; what came so far stays for it
     * @throws ModelException if the disk has no room; what came so far is deleted
     */
    void attempt(LongConsumer progress) throws IOException {
        try {
            complete(progress);
        } catch (ModelException e) {
            if (e.error() == ModelError.DISK_FULL) {
                Files.deleteIfExists(part);
                Files.deleteIfExists(etagFile);
            }
            throw e;
        }
    }

    private void complete(LongConsumer progress) throws IOException {
        if (Files.exists(target)) {
            if (Checksum.isPromised(file, target)) {
                return;
            }
            Files.delete(target);
        }
        long resumedAt = bytesPresent();
        if (resumedAt < file.sizeBytes() || file.sizeBytes() == 0) {
            resumedAt = fetch(resumedAt, progress);
        }
        verify(resumedAt > 0);
        Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
        Files.deleteIfExists(etagFile);
    }

    /** Gives the byte at which this try really began. */
    private long fetch(long present, LongConsumer progress) throws IOException {
        HttpResponse<InputStream> response = client.open(listing, file.name(), rangeHeaders(present));
        try (InputStream body = response.body();
                StallGuard guard = new StallGuard(body, client.options().idleTimeout())) {
            long start = startOf(response, present);
            Optional<String> etag = response.headers().firstValue("ETag");
            if (etag.isPresent()) {
                Files.writeString(etagFile, etag.get());
            } else {
                Files.deleteIfExists(etagFile);
            }
            write(body, start, progress, guard);
            return start;
        }
    }

    private Map<String, String> rangeHeaders(long present) throws IOException {
        Map<String, String> headers = new LinkedHashMap<>();
        if (present > 0) {
            headers.put("Range", "bytes=" + present + "-");
            if (Files.exists(etagFile)) {
                String etag = Files.readString(etagFile);
                if (etag.startsWith("\"")) {
                    headers.put("If-Range", etag);
                }
            }
        }
        return headers;
    }

    private long startOf(HttpResponse<InputStream> response, long present) throws IOException {
        if (response.statusCode() == 200) {
            return 0;
        }
        String range = response.headers().firstValue("Content-Range").orElse("");
        if (response.statusCode() != 206 || !range.startsWith("bytes " + present + "-")) {
            Files.deleteIfExists(part);
            throw failure("answered %d with the range \"%s\" to a resume at %d"
                    .formatted(response.statusCode(), range, present));
        }
        return present;
    }

    private void write(InputStream body, long start, LongConsumer progress, StallGuard guard) throws IOException {
        try (FileChannel out = FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            out.truncate(start);
            out.position(start);
            byte[] block = new byte[BLOCK_BYTES];
            long done = start;
            long lookAt = start;
            for (int n = body.read(block); n >= 0; n = body.read(block)) {
                guard.alive();
                done += n;
                if (done > file.sizeBytes()) {
                    out.truncate(0);
                    throw corrupt("has more than the %d bytes it should have".formatted(file.sizeBytes()));
                }
                if (done > lookAt) {
                    room.require(Math.min(ROOM_EVERY_BYTES, file.sizeBytes() - done + n));
                    lookAt = done + ROOM_EVERY_BYTES;
                }
                writeAll(out, ByteBuffer.wrap(block, 0, n));
                progress.accept(done);
            }
            out.force(true);
            if (done < file.sizeBytes()) {
                throw failure("ended after %d of %d bytes".formatted(done, file.sizeBytes()));
            }
        }
    }

    private void writeAll(FileChannel out, ByteBuffer bytes) {
        try {
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
        } catch (IOException e) {
            throw room.full(e);
        }
    }

    /** What was pieced together from two tries may be a mix of two files: that is worth a fresh start. */
    private void verify(boolean resumed) throws IOException {
        if (Checksum.isPromised(file, part)) {
            return;
        }
        String seen = Checksum.describe(file, part);
        Files.delete(part);
        Files.deleteIfExists(etagFile);
        if (resumed) {
            throw failure("resumed into other bytes: " + seen);
        }
        throw corrupt(seen);
    }

    private HubFailure failure(String text) {
        return new HubFailure("%s: %s %s".formatted(listing.repository(), file.name(), text), Duration.ZERO);
    }

    private ModelException corrupt(String seen) {
        return new ModelException(
                ModelError.DOWNLOAD_CORRUPT,
                "%s: %s %s; nothing was installed; try again or use another mirror"
                        .formatted(listing.repository(), file.name(), seen));
    }
}
