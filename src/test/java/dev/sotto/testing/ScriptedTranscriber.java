package dev.sotto.testing;

import dev.sotto.bus.Addresses;
import dev.sotto.bus.AudioSource;
import dev.sotto.bus.TranscriptionReply;
import dev.sotto.bus.TranscriptionRequest;
import dev.sotto.bus.VoiceReply;
import dev.sotto.bus.VoiceRequest;
import dev.sotto.engine.OfferedModels;
import dev.sotto.fault.FaultCode;
import dev.sotto.service.Backend;
import dev.sotto.service.ModelInstaller;
import dev.sotto.service.ServedModel;
import dev.sotto.service.ServedModels;
import dev.sotto.transcript.SaidBy;
import dev.sotto.transcript.Segment;
import dev.sotto.transcript.Speakers;
import dev.sotto.transcript.TimeSpan;
import dev.sotto.transcript.Transcript;
import dev.sotto.transcript.Word;
import dev.sotto.whisper.slot.EngineLoad;
import dev.sotto.whisper.slot.ModelLoads;
import dev.sotto.worker.transcription.RegroupVerticle;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/**
 * A worker that answers what the test says, on the real bus. It keeps every request it was sent; the file of one lies there
 * until it is answered.
 */
public final class ScriptedTranscriber implements Backend {
    public static final String TEXT = " And so, my fellow listeners, ask not.";

    private static final long LOOK_MILLIS = 5;

    /** Requests in the order of arrival. */
    public final BlockingQueue<TranscriptionRequest> requests = new LinkedBlockingQueue<>();

    /** What is answered; replace it before the request is sent. */
    public volatile Function<TranscriptionRequest, Future<TranscriptionReply>> script =
            request -> Future.succeededFuture(new TranscriptionReply.Succeeded(transcript(request)));

    /** How the voice of a clip is said to sound. */
    public volatile Function<VoiceRequest.OfClip, VoiceReply> voices =
            request -> new VoiceReply.Made(List.of(1.0, 0.0), 2.5);

    public volatile boolean isReady = true;

    /** Why it says that it cannot tell speakers apart. */
    public volatile Optional<String> speakersFault = Optional.empty();

    /** What pulls and deletes its models, and lists them then. */
    public volatile Optional<OfferedModels> offered = Optional.empty();

    /** How busy it says it is. */
    public volatile EngineLoad engine = EngineLoad.NONE;

    /** Which models it says it has loaded. */
    public volatile ModelLoads models = ModelLoads.NONE;

    /** The server's, once this is deployed. */
    public final AtomicReference<Vertx> vertx = new AtomicReference<>();

    @Override
    public boolean isReady() {
        return isReady;
    }

    @Override
    public Optional<String> speakersFault() {
        return speakersFault;
    }

    @Override
    public Optional<ModelInstaller> installer() {
        return offered.map(models -> models);
    }

    @Override
    public ServedModels models() {
        return offered.map(OfferedModels::served).orElseGet(ScriptedTranscriber::standardModels);
    }

    private static ServedModels standardModels() {
        Instant created = Instant.ofEpochSecond(1_700_000_000);
        return new ServedModels(
                List.of(
                        new ServedModel("tiny.en", created, "openai", false),
                        new ServedModel("org/many", created, "org", true)),
                Map.of("whisper-1", "tiny.en", "gpt-4o-transcribe-diarize", "org/many"));
    }

    /** Takes the place of the worker verticles. */
    public Future<?> deploy(Vertx vertx) {
        this.vertx.set(vertx);
        vertx.eventBus().<TranscriptionRequest>localConsumer(Addresses.TRANSCRIBE, message -> {
            requests.add(message.body());
            script.apply(message.body()).onSuccess(message::reply).onFailure(e -> message.fail(500, e.toString()));
        });
        vertx.eventBus()
                .<VoiceRequest.OfClip>localConsumer(
                        Addresses.VOICE_OF_CLIP, message -> message.reply(voices.apply(message.body())));
        return vertx.deployVerticle(new RegroupVerticle());
    }

    /** A script: works until it is told to stop, and then does, so that a server that closes need not take the job back. */
    public Future<TranscriptionReply> untilStopped(TranscriptionRequest request) {
        Promise<TranscriptionReply> stopped = Promise.promise();
        vertx.get().setPeriodic(LOOK_MILLIS, id -> {
            if (request.cancellation().isRequested()) {
                vertx.get().cancelTimer(id);
                stopped.complete(new TranscriptionReply.Failed(FaultCode.CANCELLED, "told to stop"));
            }
        });
        return stopped.future();
    }

    /** Where the recording of a request lies. */
    public static Path file(TranscriptionRequest request) {
        return ((AudioSource.File) request.source()).path();
    }

    public static Transcript transcript(TranscriptionRequest request) {
        List<Word> words =
                request.options().words().timestamps() ? List.of(new Word(" And", 0.5, 0.75, 0.875)) : List.of();
        Segment segment =
                new Segment(0, 0, 0.0, 4.5, TEXT, List.of(50363, 843, 523, 50588), 0.0, -0.25, 1.5, 0.0625, words);
        Transcript transcript = new Transcript(
                        request.options().task(),
                        request.options().language().orElse("en"),
                        4.75,
                        TEXT.strip(),
                        List.of(segment))
                .inLanguageOf(
                        request.options().language().isPresent() ? OptionalDouble.empty() : OptionalDouble.of(0.625));
        if (!request.options().speakers().diarize()) {
            return transcript;
        }
        SaidBy by = new SaidBy(Optional.of("A"), 0.75, List.of("B"), true);
        TimeSpan place = new TimeSpan(segment.startSeconds(), segment.endSeconds());
        List<Word> said = words.stream().map(word -> word.said(by)).toList();
        Speakers speakers = new Speakers(
                List.of(new Speakers.Summary("A", 4.5, 1, false)),
                List.of(new Speakers.Turn(0, 4.5, "A")),
                Optional.of(Speakers.Shortfall.SPEAKER_COUNT_NOT_REACHED));
        return transcript.said(List.of(segment.part(place, TEXT, segment.tokens(), said, by)), speakers);
    }
}
