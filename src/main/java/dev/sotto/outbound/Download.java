package dev.sotto.outbound;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.AsyncFile;
import io.vertx.core.file.OpenOptions;
import io.vertx.core.http.HttpClientResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A body on its way into a file: counted, held to a least rate, and removed unless it came whole. Confined to the context
 * of its exchange.
 */
final class Download {
    /** After so many bytes the room on the disk is looked at again. */
    private static final long ROOM_EVERY_BYTES = 8 << 20;

    private final Vertx vertx;
    private final Exchange<FetchedFile> exchange;
    private final Path path;
    private final FetchLimits limits;
    private final IntConsumer receives;
    private @Nullable Future<AsyncFile> opening;
    private long received;
    private long receivedBefore;
    private long roomSeenAt;
    private long rateTimer = -1;

    Download(Vertx vertx, Exchange<FetchedFile> exchange, Path path, FetchLimits limits, IntConsumer receives) {
        this.vertx = vertx;
        this.exchange = exchange;
        this.path = path;
        this.limits = limits;
        this.receives = receives;
    }

    FetchLimits limits() {
        return limits;
    }

    /**
     * Takes the body of a 200.
     *
     * @throws OutboundException if it says itself that it is too large
     */
    void receive(OutboundUrl url, HttpClientResponse response) {
        long declared = declaredLength(response);
        if (declared > limits.bytesMax()) {
            throw OutboundException.tooLarge(url, limits.bytesMax());
        }
        response.pause();
        response.exceptionHandler(fault -> exchange.fail(cutShort(url, declared, fault)));
        watchRate(url);
        OpenOptions create = new OpenOptions().setWrite(true).setCreateNew(true).setPerms("rw-------");
        Future<AsyncFile> file = room(url, Math.max(declared, 0))
                .compose(any -> vertx.fileSystem().open(path.toString(), create));
        opening = file;
        file.onFailure(fault -> exchange.fail(
                        fault instanceof OutboundException known ? known : OutboundException.notStored(url, fault)))
                .onSuccess(opened -> write(url, declared, response, opened));
    }

    /** Fails where so many more bytes would take what must stay free. */
    private Future<Void> room(OutboundUrl url, long bytes) {
        Path folder = path.toAbsolutePath().getParent();
        return vertx.executeBlocking(() -> Files.getFileStore(folder).getUsableSpace(), false)
                .compose(free -> free - limits.freeBytesMin() < bytes
                        ? Future.failedFuture(OutboundException.noRoom(url))
                        : Future.succeededFuture());
    }

    private void write(OutboundUrl url, long declared, HttpClientResponse response, AsyncFile opened) {
        if (exchange.hasEnded()) {
            return;
        }
        response.endHandler(any -> ended(url, declared, response, opened));
        opened.exceptionHandler(fault -> exchange.fail(OutboundException.notStored(url, fault)));
        response.handler(chunk -> take(url, response, opened, chunk));
        response.resume();
    }

    private void take(OutboundUrl url, HttpClientResponse response, AsyncFile opened, Buffer chunk) {
        if (exchange.hasEnded()) {
            return;
        }
        received += chunk.length();
        receives.accept(chunk.length());
        if (received > limits.bytesMax()) {
            exchange.fail(OutboundException.tooLarge(url, limits.bytesMax()));
            return;
        }
        if (received - roomSeenAt > ROOM_EVERY_BYTES) {
            roomSeenAt = received;
            room(url, ROOM_EVERY_BYTES).onFailure(exchange::fail);
        }
        opened.write(chunk).onFailure(fault -> exchange.fail(OutboundException.notStored(url, fault)));
        if (opened.writeQueueFull()) {
            response.pause();
            opened.drainHandler(any -> response.resume());
        }
    }

    private void ended(OutboundUrl url, long declared, HttpClientResponse response, AsyncFile opened) {
        if (exchange.hasEnded()) {
            return;
        }
        if (declared >= 0 && received != declared) {
            exchange.fail(OutboundException.incomplete(url, declared));
            return;
        }
        Optional<String> type = Optional.ofNullable(response.getHeader("content-type"));
        opened.close()
                .onFailure(fault -> exchange.fail(OutboundException.notStored(url, fault)))
                .onSuccess(any -> exchange.complete(new FetchedFile(path, received, type, url)));
    }

    private OutboundException cutShort(OutboundUrl url, long declared, Throwable fault) {
        return declared > received ? OutboundException.incomplete(url, declared) : OutboundException.broken(url, fault);
    }

    private void watchRate(OutboundUrl url) {
        long least = limits.bytesPerSecondMin() * limits.rateWindow().toMillis() / 1000;
        rateTimer = vertx.setPeriodic(limits.rateWindow().toMillis(), id -> {
            if (received - receivedBefore < least) {
                exchange.fail(OutboundException.tooSlow(url, limits.bytesPerSecondMin()));
            }
            receivedBefore = received;
        });
    }

    /** What came of it, after nothing of a failed one is left. */
    Future<FetchedFile> cleaned(AsyncResult<FetchedFile> result) {
        vertx.cancelTimer(rateTimer);
        if (result.succeeded()) {
            return Future.succeededFuture(result.result());
        }
        Future<AsyncFile> file = opening;
        if (file == null) {
            return Future.failedFuture(result.cause());
        }
        // A file that could not be made, such as one that was there before, is not ours to remove.
        return file.compose(opened ->
                        opened.close().transform(any -> vertx.fileSystem().delete(path.toString())))
                .transform(any -> Future.failedFuture(result.cause()));
    }

    /** Below zero if it is not said, or not in a way that can be read. */
    private static long declaredLength(HttpClientResponse response) {
        String text = response.getHeader("content-length");
        try {
            return text == null ? -1 : Long.parseLong(text.strip());
        } catch (NumberFormatException e) {
            return -1;
        }
    }
}
