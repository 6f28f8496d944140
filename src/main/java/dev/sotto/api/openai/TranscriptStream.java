package dev.sotto.api.openai;

import dev.sotto.api.http.ErrorShape;
import dev.sotto.api.http.EventStreams;
import dev.sotto.api.http.FaultResponse;
import dev.sotto.api.http.WaitingClient;
import dev.sotto.bus.JobNews;
import dev.sotto.format.TranscriptFormat;
import dev.sotto.format.WordScore;
import dev.sotto.job.JobId;
import dev.sotto.service.AwaitedJobs;
import dev.sotto.service.JobServices;
import dev.sotto.service.JobSubmitter;
import dev.sotto.service.JobTranscript;
import dev.sotto.service.JobWatch;
import dev.sotto.transcript.Segment;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * One transcription as OpenAI streams it: {@code transcript.text.delta} with the text of each segment once it is final, then
 * {@code transcript.text.done} with all of it. The stream opens with the first text or the first heartbeat, so that most
 * faults are answered with their own status; later ones are an {@code error} event. Belongs to one event loop.
 */
final class TranscriptStream implements AwaitedJobs.Client {
    private static final String DELTA = "transcript.text.delta";
    private static final String DONE = "transcript.text.done";

    private final RoutingContext context;
    private final HttpServerResponse response;
    private final JobWatch watch;
    private final Vertx vertx;
    private final Duration heartbeat;
    private final ErrorShape errors;
    /** Text that waits until the client reads on; at most as long as the transcript. */
    private final StringBuilder unsent = new StringBuilder();
    /** Of the words of that text, where they were asked for. */
    private final List<Segment> unsentSegments = new ArrayList<>();

    private final boolean scoresWords;

    private int nextPosition;
    private boolean hasText;
    private boolean isOpen;
    private Runnable stop = () -> {};

    /** @param scoresWords whether the text comes with how probable each word of it is */
    TranscriptStream(RoutingContext context, JobServices services, ErrorShape errors, boolean scoresWords) {
        this.scoresWords = scoresWords;
        this.context = context;
        this.response = context.response();
        this.watch = services.watch();
        this.vertx = services.vertx();
        this.heartbeat = services.config().jobs().streamHeartbeat();
        this.errors = errors;
    }

    @Override
    public void accepted(JobSubmitter.Receipt receipt) {
        new WaitingClient(context).accepted(receipt);
        JobId id = receipt.job().id();
        Runnable unwatch = watch.watch(id, this::onNews);
        long timer = vertx.setPeriodic(heartbeat.toMillis(), tick -> write(EventStreams.HEARTBEAT));
        stop = () -> {
            unwatch.run();
            vertx.cancelTimer(timer);
        };
        watch.live(id).ifPresent(live -> all(live.segments()));
    }

    @Override
    public void onGone(Runnable action) {
        new WaitingClient(context).onGone(() -> {
            stop.run();
            action.run();
        });
    }

    private void onNews(JobNews news) {
        if (news instanceof JobNews.Started started) {
            all(started.segments());
        } else if (news instanceof JobNews.SegmentReady ready) {
            segment(ready.segment(), ready.position());
        }
    }

    private void all(List<Segment> segments) {
        for (int i = 0; i < segments.size(); i++) {
            segment(segments.get(i), i);
        }
    }

    /** A later attempt reports again what an earlier one had finished. */
    private void segment(Segment segment, int position) {
        if (position >= nextPosition) {
            nextPosition = position + 1;
            unsent.append(
                    hasText || !unsent.isEmpty()
                            ? segment.text()
                            : segment.text().stripLeading());
            if (scoresWords) {
                unsentSegments.add(segment);
            }
            flush();
        }
    }

    private void flush() {
        if (unsent.isEmpty()) {
            return;
        }
        if (response.writeQueueFull()) {
            response.drainHandler(drained -> flush());
            return;
        }
        delta(unsent.toString());
        unsent.setLength(0);
    }

    private void delta(String text) {
        hasText = true;
        JsonObject event = new JsonObject().put("type", DELTA).put("delta", text);
        send(scoresWords ? event.put("logprobs", scores(unsentSegments)) : event);
        unsentSegments.clear();
    }

    private static JsonArray scores(List<Segment> segments) {
        JsonArray scores = new JsonArray();
        WordScore.of(segments)
                .forEach(score -> scores.add(new JsonObject()
                        .put("token", score.token())
                        .put("logprob", score.logprob())
                        .put("bytes", new JsonArray(score.bytes()))));
        return scores;
    }

    /**
     * How a stream ends. Takes its time with a long transcript; any thread.
     *
     * @param segments an event for each where speakers were asked for, which are known only at the end
     * @param done the last event
     */
    record End(List<JsonObject> segments, JsonObject done) {}

    static End end(JobTranscript found) {
        TranscriptFormat format = found.request().format();
        JsonObject done = new JsonObject().put("type", DONE);
        TranscriptFormat written = format.isJson() ? format : TranscriptFormat.JSON;
        JsonObject document =
                new JsonObject(written.write(found.transcript(), found.request().document()));
        document.remove("usage"); // of durations: in a stream OpenAI counts tokens
        if (written != TranscriptFormat.DIARIZED_JSON) {
            return new End(List.of(), done.mergeIn(document));
        }
        List<JsonObject> segments = document.getJsonArray("segments").stream()
                .map(JsonObject.class::cast)
                .toList();
        return new End(segments, done.put("text", document.getString("text")));
    }

    void complete(End end) {
        stop.run();
        flush();
        if (!unsent.isEmpty()) {
            delta(unsent.toString());
        } else if (!hasText && !end.done().getString("text").isEmpty()) {
            delta(end.done().getString("text")); // the result was kept from before
        }
        end.segments().forEach(this::send);
        send(end.done());
        end();
    }

    void fail(Throwable failure) {
        stop.run();
        if (!isOpen) {
            context.fail(failure);
            return;
        }
        FaultResponse fault = FaultResponse.of(failure);
        write(EventStreams.event(
                "error", errors.of(fault.fault(), fault.status()).body().toString()));
        end();
    }

    private void end() {
        if (!response.closed() && !response.ended()) {
            response.end();
        }
    }

    private void send(JsonObject event) {
        write(EventStreams.event(event.getString("type"), event.encode()));
    }

    private void write(String text) {
        if (response.closed() || response.ended()) {
            return;
        }
        if (!isOpen) {
            isOpen = true;
            EventStreams.headers(response).setChunked(true);
        }
        response.write(text);
    }
}
