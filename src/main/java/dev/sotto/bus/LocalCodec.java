package dev.sotto.bus;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.MessageCodec;

/** Passes a message by reference inside this process. Messages are immutable, so nothing is copied. */
public final class LocalCodec<T> implements MessageCodec<T, T> {
    private final Class<T> type;

    private LocalCodec(Class<T> type) {
        this.type = type;
    }

    /** Must be called once for each Vert.x instance, before the first message. */
    public static void registerAll(EventBus bus) {
        bus.registerDefaultCodec(TranscriptionRequest.class, new LocalCodec<>(TranscriptionRequest.class));
        bus.registerDefaultCodec(
                TranscriptionReply.Succeeded.class, new LocalCodec<>(TranscriptionReply.Succeeded.class));
        bus.registerDefaultCodec(RegroupRequest.class, new LocalCodec<>(RegroupRequest.class));
        bus.registerDefaultCodec(CombineRequest.class, new LocalCodec<>(CombineRequest.class));
        bus.registerDefaultCodec(VoiceRequest.OfClip.class, new LocalCodec<>(VoiceRequest.OfClip.class));
        bus.registerDefaultCodec(VoiceRequest.OfSpeaker.class, new LocalCodec<>(VoiceRequest.OfSpeaker.class));
        bus.registerDefaultCodec(VoiceReply.Made.class, new LocalCodec<>(VoiceReply.Made.class));
        bus.registerDefaultCodec(VoiceReply.Failed.class, new LocalCodec<>(VoiceReply.Failed.class));
        bus.registerDefaultCodec(JobWaiting.class, new LocalCodec<>(JobWaiting.class));
        bus.registerDefaultCodec(JobStop.class, new LocalCodec<>(JobStop.class));
        bus.registerDefaultCodec(JobNews.Started.class, new LocalCodec<>(JobNews.Started.class));
        bus.registerDefaultCodec(JobNews.Progressed.class, new LocalCodec<>(JobNews.Progressed.class));
        bus.registerDefaultCodec(JobNews.SegmentReady.class, new LocalCodec<>(JobNews.SegmentReady.class));
        bus.registerDefaultCodec(JobNews.StageEnded.class, new LocalCodec<>(JobNews.StageEnded.class));
        bus.registerDefaultCodec(JobNews.StateChanged.class, new LocalCodec<>(JobNews.StateChanged.class));
        bus.registerDefaultCodec(UploadNews.class, new LocalCodec<>(UploadNews.class));
        bus.registerDefaultCodec(TranscriptionReply.Failed.class, new LocalCodec<>(TranscriptionReply.Failed.class));
    }

    @Override
    public T transform(T message) {
        return message;
    }

    @Override
    public String name() {
        return type.getName();
    }

    @Override
    public byte systemCodecID() {
        return -1;
    }

    @Override
    public void encodeToWire(Buffer buffer, T message) {
        throw new IllegalStateException(type.getSimpleName() + " never leaves this process");
    }

    @Override
    public T decodeFromWire(int position, Buffer buffer) {
        throw new IllegalStateException(type.getSimpleName() + " never leaves this process");
    }
}
