package dev.sotto.connection;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.concurrent.TimeUnit;

/**
 * Stands behind the decoder of one connection and counts the chunks of its bodies, whoever reads them or nobody. While all
 * connections together are over the budget, the socket is not read. Belongs to the connection's event loop.
 */
final class SmallChunkBrake extends ChannelDuplexHandler {
    private final ChunkBudget budget;
    private long restMillis;
    private boolean isResting;
    private boolean isReadHeld;

    SmallChunkBrake(ChunkBudget budget) {
        this.budget = budget;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
        if (message instanceof HttpContent content) {
            int bytes = content.content().readableBytes();
            boolean isEnd = message instanceof LastHttpContent && bytes == 0; // each request has one
            if (!isEnd) {
                restMillis = Math.max(restMillis, budget.take(bytes));
            }
        }
        super.channelRead(context, message);
    }

    /** What was read is handled by now, so that reading is off already where Vert.x paused this connection. */
    @Override
    public void channelReadComplete(ChannelHandlerContext context) throws Exception {
        super.channelReadComplete(context);
        if (restMillis == 0 || isResting) {
            return;
        }
        isResting = true;
        boolean isStoppedHere = context.channel().config().isAutoRead();
        context.channel().config().setAutoRead(false);
        var unused =
                context.executor().schedule(() -> readOn(context, isStoppedHere), restMillis, TimeUnit.MILLISECONDS);
        restMillis = 0;
    }

    /** Vert.x resumes this connection: it waits for the end of the rest. */
    @Override
    public void read(ChannelHandlerContext context) throws Exception {
        if (isResting) {
            isReadHeld = true;
        } else {
            super.read(context);
        }
    }

    private void readOn(ChannelHandlerContext context, boolean isStoppedHere) {
        isResting = false;
        if (isReadHeld) {
            isReadHeld = false;
            context.read();
        } else if (isStoppedHere) {
            context.channel().config().setAutoRead(true);
        }
    }
}
