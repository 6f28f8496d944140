package dev.sotto.connection;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.MaxMessagesRecvByteBufAllocator;
import io.netty.handler.codec.http.HttpObjectDecoder;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Bounds the connections and closes those that carry no request, or whose client does not take its answers. Vert.x's own
 * idle timeouts would also cut off a client that waits for a long transcription; these rest while one runs. Belongs to one
 * event loop.
 */
public final class ConnectionGuard {
    /** A client on a slow line has a second more for each so many bytes of an answer. */
    private static final int BYTES_A_SECOND_MIN = 16 * 1024;

    private static final int LOOKS_IN_A_TIMEOUT = 4;

    private final Vertx vertx;
    private final int connectionsMax;
    private final long idleMillis;
    private final long writeMillis;
    private final ChunkBudget chunks = new ChunkBudget(System::nanoTime);
    private final Map<HttpConnection, Watch> watches = new HashMap<>();

    private static final class Watch {
        private int requests;
        private long timer = -1; // ids begin at 0
        private @Nullable HttpServerResponse answer;
        private long bytesOfLast; // of the last answer that is ended, and may not have been sent yet
        private int looksWhileFull;
    }

    /** Nothing is looked at before {@link #start}. */
    public ConnectionGuard(Vertx vertx, ConnectionLimits limits) {
        this.vertx = vertx;
        this.connectionsMax = limits.connectionsMax();
        this.idleMillis = limits.idle().toMillis();
        this.writeMillis = limits.write().toMillis();
    }

    /** To be called on the event loop, whose end ends it. */
    public void start() {
        vertx.setPeriodic(Math.max(1, writeMillis / LOOKS_IN_A_TIMEOUT), id -> closeFull());
    }

    /** To be called for each connection before its first request. */
    public void opened(HttpConnection connection) {
        if (watches.size() >= connectionsMax) {
            connection.close();
            return;
        }
        if (connection instanceof ConnectionBase base) {
            readInTurns(base);
            brake(base.channel().pipeline());
        }
        Watch watch = new Watch();
        watches.put(connection, watch);
        arm(connection, watch, idleMillis);
        connection.closeHandler(closed -> {
            vertx.cancelTimer(watch.timer);
            watches.remove(connection);
        });
    }

    /**
     * Has a connection read 64 KiB in its turn, in place of sixteen times as many: that may be 170,000 chunks of a byte, which
     * all are taken apart before a pause has any effect.
     */
    private static void readInTurns(ConnectionBase connection) {
        if (connection.channel().config().getRecvByteBufAllocator() instanceof MaxMessagesRecvByteBufAllocator reads) {
            reads.maxMessagesPerRead(1);
        }
    }

    private void brake(ChannelPipeline pipeline) {
        ChannelHandlerContext decoder = pipeline.context(HttpObjectDecoder.class);
        if (decoder != null) {
            pipeline.addAfter(decoder.name(), null, new SmallChunkBrake(chunks));
        }
    }

    /**
     * Counts a request, before anything else handles it.
     *
     * @param whenEnded takes what is to be done once its answer is written or its connection gone
     * @param next handles the request: at once, or when the client has taken the answers before it
     */
    public void admit(HttpServerRequest request, Consumer<Runnable> whenEnded, Runnable next) {
        HttpConnection connection = request.connection();
        Watch watch = watches.get(connection);
        if (watch == null) {
            next.run();
            return;
        }
        HttpServerResponse response = request.response();
        watch.requests++;
        watch.answer = response;
        watch.looksWhileFull = 0;
        vertx.cancelTimer(watch.timer);
        whenEnded.accept(() -> {
            watch.requests--;
            if (watch.requests == 0) {
                watch.answer = null;
                watch.bytesOfLast = response.bytesWritten();
                arm(connection, watch, idleMillis + millisFor(watch.bytesOfLast));
            }
        });
        if (response.writeQueueFull()) {
            // A pipelining client gets its next answer when it has taken the last ones: memory holds no more of them.
            response.drainHandler(drained -> {
                response.drainHandler(null);
                next.run();
            });
        } else {
            next.run();
        }
    }

    private void closeFull() {
        watches.forEach((connection, watch) -> {
            watch.looksWhileFull = isFull(connection, watch.answer) ? watch.looksWhileFull + 1 : 0;
            long bytes = watch.answer == null ? watch.bytesOfLast : watch.answer.bytesWritten();
            long fullMillis = (long) (watch.looksWhileFull - 1) * (writeMillis / LOOKS_IN_A_TIMEOUT);
            if (watch.looksWhileFull > 0 && fullMillis >= writeMillis + millisFor(bytes)) {
                cut(connection);
            }
        });
    }

    /**
     * An answer is ended and still counted while a file is being sent. Behind one that is no longer counted, no request is
     * handed on until the client has taken enough of it.
     *
     * @param answer of the request that is counted, if there is one
     */
    private static boolean isFull(HttpConnection connection, @Nullable HttpServerResponse answer) {
        if (answer != null) {
            return !answer.closed() && (answer.ended() || answer.writeQueueFull());
        }
        return connection instanceof ConnectionBase base && !base.channel().isWritable();
    }

    /** At once: Vert.x's own way waits until the last answer is sent. */
    private static void cut(HttpConnection connection) {
        if (connection instanceof ConnectionBase base) {
            var unused = base.channelHandlerContext().close();
        } else {
            connection.close();
        }
    }

    private static long millisFor(long bytes) {
        return bytes * 1000 / BYTES_A_SECOND_MIN;
    }

    private void arm(HttpConnection connection, Watch watch, long millis) {
        vertx.cancelTimer(watch.timer);
        watch.timer = vertx.setTimer(millis, id -> connection.close());
    }
}
