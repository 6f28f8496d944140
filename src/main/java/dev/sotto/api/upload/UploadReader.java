package dev.sotto.api.upload;

import dev.sotto.bus.Addresses;
import dev.sotto.bus.UploadNews;
import dev.sotto.config.ServerConfig;
import dev.sotto.key.ConcurrencyLimiter;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.AsyncFile;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads upload requests into the folder, as many at once as allowed. Thread-safe. */
public final class UploadReader {
    private static final int BLOCK_BYTES = 64 * 1024;
    private static final Pattern JSON = Pattern.compile("\\s*application/json\\s*(;|$)", Pattern.CASE_INSENSITIVE);
    /** More than what may still come of the turn in which reading is paused. */
    private static final int AHEAD_BYTES = 4 * BLOCK_BYTES;

    private final Vertx vertx;
    private final UploadFolder folder;
    private final ServerConfig.Upload limits;
    private final ConcurrencyLimiter limiter;
    private final UploadRoom room;
    private final LongFieldRoom longFields = new LongFieldRoom();

    public UploadReader(Vertx vertx, UploadFolder folder, ServerConfig.Upload limits) {
        this.vertx = vertx;
        this.folder = folder;
        this.limits = limits;
        this.limiter = new ConcurrencyLimiter(limits.concurrentMax());
        this.room = new UploadRoom(() -> folder.freeBytes(vertx), limits.freeBytesMin());
    }

    /** As below, for a form with a recording and no document. */
    public Future<UploadedForm> read(HttpServerRequest request, Set<String> fileFields, Optional<String> owner) {
        return read(request, FormFiles.recording(fileFields), owner);
    }

    /**
     * Reads the whole form. Must be called in the turn of the event loop that brought the request. After a failure no file is
     * left, and the rest of the body is thrown away as it comes.
     *
     * @param owner whose share it takes, see {@link ConcurrencyLimiter#acquire}
     * @return fails with {@link UploadException}
     */
    public Future<UploadedForm> read(HttpServerRequest request, FormFiles files, Optional<String> owner) {
        return read(request, new UploadBody(request, files, false), owner);
    }

    /**
     * As above, or from a JSON object whose member {@code input_audio.data} holds the recording in base64. Its other members
     * are the fields; a list is a repeated field, and the members of an object are fields such as {@code name[member]}.
     */
    public Future<UploadedForm> readFormOrJson(HttpServerRequest request, FormFiles files, Optional<String> owner) {
        return read(request, new UploadBody(request, files, isJson(request)), owner);
    }

    /** Whether a request says that its body is JSON. */
    public static boolean isJson(HttpServerRequest request) {
        String contentType = request.getHeader(HttpHeaders.CONTENT_TYPE);
        return contentType != null && JSON.matcher(contentType).lookingAt();
    }

    private Future<UploadedForm> read(HttpServerRequest request, UploadBody form, Optional<String> owner) {
        request.pause();
        try {
            form.check(limits);
        } catch (UploadException e) {
            return refuse(request, e);
        }
        Optional<ConcurrencyLimiter.Permit> permit = limiter.acquire(owner);
        if (permit.isEmpty()) {
            return refuse(
                    request,
                    new UploadException(
                            UploadException.Kind.TOO_MANY, "Too many uploads are running; please try again later."));
        }
        return receive(request, form).onComplete(done -> permit.get().close());
    }

    /**
     * Puts a head, and the bytes of an upload behind it, where another upload would lie; whoever asked takes the file over. Must
     * be called on the event loop of the upload's request.
     *
     * @param head of the upload's first bytes, at most 16 of them, and of its length; empty for none: then nothing is copied
     * @param bytesMax of the upload that are copied
     * @return the new file, or the upload itself where there is no head; fails with {@link UploadException}
     */
    public Future<Path> withHead(Path upload, BiFunction<byte[], Long, Optional<byte[]>> head, long bytesMax) {
        return UploadFolder.head(vertx, upload, head, bytesMax)
                .compose(wanted ->
                        wanted.map(first -> copied(upload, first)).orElseGet(() -> Future.succeededFuture(upload)))
                .recover(e -> Future.failedFuture(e instanceof UploadException ? e : storage(e)));
    }

    private Future<Path> copied(Path upload, UploadFolder.Head head) {
        return room.open(head.bytes().length() + head.copied())
                .compose(share -> folder.copy(vertx, upload, head).onComplete(done -> share.close()));
    }

    /** Throws the body of a request away that is answered without being read. */
    public void refuse(HttpServerRequest request) {
        BodyDrain.discard(vertx, request);
    }

    private Future<UploadedForm> receive(HttpServerRequest request, UploadBody form) {
        Path path = folder.newPath();
        Promise<UploadedForm> result = Promise.promise();
        Future<Place> opened = room.open(form.fileBytesMax())
                .compose(share -> UploadFolder.create(vertx, path)
                        .map(file -> new Place(path, file, share))
                        .onFailure(e -> share.close()))
                .recover(e -> Future.failedFuture(e instanceof UploadException ? e : storage(e)));
        return opened.onFailure(e -> {
                    BodyDrain.discard(vertx, request);
                    report(0, e);
                })
                .compose(place -> {
                    new Transfer(request, place, form, result).start();
                    return result.future();
                })
                .recover(e -> folder.delete(vertx, path).transform(deleted -> Future.failedFuture(e)));
    }

    private Future<UploadedForm> refuse(HttpServerRequest request, UploadException e) {
        BodyDrain.discard(vertx, request);
        report(0, e);
        return Future.failedFuture(e);
    }

    /** @param failure null for an upload that was taken */
    private void report(long bytes, @Nullable Throwable failure) {
        String outcome = failure instanceof UploadException e ? e.kind().name().toLowerCase(Locale.ROOT) : "accepted";
        vertx.eventBus().publish(Addresses.UPLOAD_NEWS, new UploadNews(bytes, outcome));
    }

    private static UploadException storage(Throwable cause) {
        return new UploadException(
                UploadException.Kind.STORAGE, "The server could not store the file; please try again later.", cause);
    }

    /** Where its file goes. */
    private record Place(Path path, AsyncFile file, UploadRoom.Share share) {}

    /**
     * One request on its way to disk. Everything happens on the request's event loop. A client may send its body in chunks of a
     * byte each: those of one turn of the loop are parsed together, and what is written is gathered to blocks, so that neither
     * the loop nor memory pays for each of them.
     */
    private final class Transfer {
        private final HttpServerRequest request;
        private final AsyncFile file;
        private final Path path;
        private final UploadRoom.Share share;
        private final Promise<UploadedForm> result;
        private final FormCollector collector;
        private final BodyParser parser;
        private final long bodyBytesMax;
        /** Of this turn, not parsed yet. */
        private Buffer arrived = Buffer.buffer();
        /** Of the file, not written yet. */
        private Buffer block = Buffer.buffer();

        private boolean isTurnEndAwaited;
        private boolean isRoomAwaited;
        private long bodyBytes;
        private long bodyBytesAtLastCheck;
        // Ids of timers begin at 0.
        private long rateTimer = -1;
        private long endTimer = -1;
        private boolean isOver;

        Transfer(HttpServerRequest request, Place place, UploadBody form, Promise<UploadedForm> result) {
            this.request = request;
            this.file = place.file();
            this.path = place.path();
            this.share = place.share();
            this.result = result;
            LongFieldRoom.Share inMemory =
                    longFields.open(!form.files().longFields().isEmpty());
            this.collector = new FormCollector(limits, form.files(), this::write, inMemory);
            this.parser = form.parser(collector, limits, inMemory);
            this.bodyBytesMax = form.bytesMax(limits);
            result.future().onComplete(done -> {
                share.close();
                report(bodyBytes, done.cause());
                if (done.failed()) {
                    inMemory.close();
                }
            });
        }

        void start() {
            if (request.response().closed()) { // while the file was opened: nothing more would be reported
                fail(new UploadException(UploadException.Kind.ABORTED, "The client went away."));
                return;
            }
            rateTimer = vertx.setPeriodic(limits.rateWindow().toMillis(), id -> checkRate());
            endTimer = vertx.setTimer(limits.timeout().toMillis(), id -> fail(tooLong()));
            file.exceptionHandler(e -> fail(storage(e)));
            file.drainHandler(drained -> resume());
            request.exceptionHandler(
                    e -> fail(new UploadException(UploadException.Kind.ABORTED, "The client went away.", e)));
            request.handler(this::receive);
            request.endHandler(end -> guarded(this::finish));
            if ("100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT))) {
                request.response().writeContinue();
            }
            request.resume();
        }

        private void receive(Buffer chunk) {
            guarded(() -> {
                bodyBytes += chunk.length();
                if (bodyBytes > bodyBytesMax) {
                    throw FormCollector.tooLarge(limits);
                }
                arrived.appendBuffer(chunk);
                if (arrived.length() >= BLOCK_BYTES) {
                    parse();
                } else if (!isTurnEndAwaited) {
                    isTurnEndAwaited = true;
                    vertx.runOnContext(turnEnds -> {
                        isTurnEndAwaited = false;
                        guarded(this::parse);
                    });
                }
            });
        }

        private void awaitRoom() {
            isRoomAwaited = true;
            request.pause();
            share.grow()
                    .onSuccess(grown -> {
                        isRoomAwaited = false;
                        resume();
                    })
                    .onFailure(e -> fail(e instanceof UploadException full ? full : storage(e)));
        }

        /** Unless something else is still to be waited for: the disk, or room on it. */
        private void resume() {
            if (!isOver && !isRoomAwaited && !file.writeQueueFull()) {
                request.resume();
            }
        }

        private void parse() {
            Buffer together = arrived;
            arrived = Buffer.buffer();
            parser.feed(together.getBytes());
            if (!isOver && file.writeQueueFull()) {
                request.pause();
            }
        }

        private void write(byte[] bytes, int from, int to) {
            block.appendBytes(bytes, from, to - from);
            if (block.length() >= BLOCK_BYTES) {
                flush();
                if (share.isShort(AHEAD_BYTES) && !isRoomAwaited) {
                    awaitRoom();
                }
            }
        }

        private void flush() {
            Buffer whole = block;
            block = Buffer.buffer();
            if (whole.length() == 0) {
                return;
            }
            share.writes(whole.length());
            file.write(whole).onSuccess(any -> share.wrote(whole.length())).onFailure(e -> fail(storage(e)));
        }

        private void finish() {
            parse();
            parser.finish();
            flush();
            isOver = true;
            cancelTimers();
            file.close().onComplete(closed -> complete(), e -> result.tryFail(storage(e)));
        }

        private void complete() {
            var uploaded = collector
                    .fileBytes()
                    .map(bytes ->
                            new UploadedForm.UploadedFile(path, bytes, collector.fileName(), collector.isFileBlank()));
            var whole = new UploadedForm(uploaded, collector.fields(), collector.documents(), collector.longFields());
            if (uploaded.isPresent()) {
                result.tryComplete(whole);
            } else {
                folder.delete(vertx, path).onComplete(deleted -> result.tryComplete(whole));
            }
        }

        private void guarded(Runnable step) {
            if (isOver) {
                return;
            }
            try {
                step.run();
            } catch (UploadException e) {
                fail(e);
            }
        }

        private void cancelTimers() {
            vertx.cancelTimer(rateTimer);
            vertx.cancelTimer(endTimer);
        }

        private UploadException tooLong() {
            return new UploadException(
                    UploadException.Kind.TOO_SLOW,
                    "The upload took longer than the %d s that are allowed."
                            .formatted(limits.timeout().toSeconds()));
        }

        private void checkRate() {
            long expected = limits.bytesPerSecondMin() * limits.rateWindow().toMillis() / 1000;
            if (bodyBytes - bodyBytesAtLastCheck < expected) {
                fail(new UploadException(
                        UploadException.Kind.TOO_SLOW,
                        "The upload is too slow: fewer than %d bytes a second.".formatted(limits.bytesPerSecondMin())));
            }
            bodyBytesAtLastCheck = bodyBytes;
        }

        /** Ends the transfer once; a write that fails while the file is closing may still be the first to fail. */
        private void fail(UploadException e) {
            if (isOver) {
                result.tryFail(e);
                return;
            }
            isOver = true;
            cancelTimers();
            BodyDrain.discard(vertx, request);
            file.close().onComplete(closed -> result.tryFail(e));
        }
    }
}
