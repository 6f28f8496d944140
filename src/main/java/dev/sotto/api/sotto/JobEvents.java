package dev.sotto.api.sotto;

import dev.sotto.api.auth.ApiKeyCache;
import dev.sotto.api.auth.Callers;
import dev.sotto.api.http.EventStreams;
import dev.sotto.bus.JobNews;
import dev.sotto.config.ServerConfig;
import dev.sotto.fault.Fault;
import dev.sotto.fault.FaultCode;
import dev.sotto.fault.FaultException;
import dev.sotto.job.Job;
import dev.sotto.job.JobId;
import dev.sotto.key.ConcurrencyLimiter;
import dev.sotto.service.Caller;
import dev.sotto.service.Faults;
import dev.sotto.service.JobReader;
import dev.sotto.service.JobServices;
import dev.sotto.service.JobWatch;
import dev.sotto.transcript.Segment;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * Jobs as streams of server-sent events: {@code state}, {@code segment}, {@code progress}; the stream ends with the job. A
 * silent stream costs an entry in a set; one timer keeps all alive, another ends those whose key was revoked. A
 * reader who does not keep up loses progress events, and its stream before its segments: it comes back with {@code
 * Last-Event-ID}, the number of the last segment it has.
 */
final class JobEvents {
    private final Vertx vertx;
    private final JobReader reader;
    private final JobWatch watch;
    private final ServerConfig.Jobs settings;
    private final ConcurrencyLimiter limiter;
    private final Set<Stream> streams = new LinkedHashSet<>();

    JobEvents(JobServices services) {
        this.vertx = services.vertx();
        this.reader = services.reader();
        this.watch = services.watch();
        this.settings = services.config().jobs();
        this.limiter = new ConcurrencyLimiter(settings.streamsMax());
    }

    void start() {
        vertx.setPeriodic(settings.streamHeartbeat().toMillis(), id -> List.copyOf(streams)
                .forEach(stream -> stream.write(EventStreams.HEARTBEAT)));
        vertx.setPeriodic(ApiKeyCache.EVERY.toMillis(), id -> List.copyOf(streams).stream()
                .filter(stream -> !stream.isAdmitted.getAsBoolean())
                .forEach(Stream::end));
    }

    void stream(RoutingContext context) {
        Caller caller = Callers.of(context);
        JobId id = JobReader.id(context.pathParam("job"));
        if (context.request().method().equals(HttpMethod.HEAD)) {
            head(context, caller, id);
            return;
        }
        Optional<ConcurrencyLimiter.Permit> permit = limiter.acquire(caller.shareholder());
        if (permit.isEmpty()) {
            throw new FaultException(
                    Fault.of(FaultCode.TOO_MANY_STREAMS, "Too many event streams are open; poll the job instead."));
        }
        Stream stream = new Stream(context, id, permit.get());
        context.addEndHandler(ended -> stream.over());
        streams.add(stream);
        reader.snapshot(caller, id)
                .onSuccess(found -> {
                    if (!stream.isOver) { // or it was ended meanwhile, and answered
                        stream.open(found.job(), found.segments());
                    }
                })
                .onFailure(e -> {
                    if (!stream.isOver) {
                        stream.over();
                        context.fail(e);
                    }
                });
    }

    /** Says what a GET would be, and streams nothing. */
    private void head(RoutingContext context, Caller caller, JobId id) {
        reader.find(caller, id)
                .onSuccess(found -> EventStreams.headers(context.response()).end())
                .onFailure(context::fail);
    }

    private static int lastSeen(RoutingContext context) {
        String text = context.request().getHeader("last-event-id");
        return text != null && text.matches("\\d{1,9}") ? Integer.parseInt(text) : -1;
    }

    /** The server stops: every stream ends, so that its reader comes back later. */
    void close() {
        List.copyOf(streams).forEach(Stream::end);
    }

    /** One reader. What comes before it is open waits for the picture of the store. */
    private final class Stream {
        private final RoutingContext context;
        private final HttpServerResponse response;
        private final BooleanSupplier isAdmitted;
        private final ConcurrencyLimiter.Permit permit;
        private final JobId id;
        private final Runnable unwatch;
        private final List<JobNews> early = new ArrayList<>();
        private int lastSegment;
        private boolean isOpen;
        private boolean isOver;

        Stream(RoutingContext context, JobId id, ConcurrencyLimiter.Permit permit) {
            this.permit = permit;
            this.context = context;
            this.response = context.response();
            this.isAdmitted = Callers.stillAdmitted(context);
            this.id = id;
            this.lastSegment = lastSeen(context);
            this.unwatch = watch.watch(id, this::onNews);
        }

        void open(Job job, List<Segment> stored) {
            isOpen = true;
            EventStreams.headers(response).setChunked(true);
            Optional<JobWatch.Live> live = watch.live(id);
            state(job);
            List<Segment> segments = live.map(JobWatch.Live::segments).orElse(stored);
            for (int i = 0; i < segments.size(); i++) {
                segment(segments.get(i), i);
            }
            early.forEach(this::onNews);
            early.clear();
            if (job.state().isFinal()) {
                end();
            }
        }

        private void onNews(JobNews news) {
            if (!isOpen) {
                early.add(news);
            } else if (news instanceof JobNews.SegmentReady ready) {
                segment(ready.segment(), ready.position());
            } else if (news instanceof JobNews.Progressed progressed) {
                if (!response.writeQueueFull()) {
                    send("progress", JobDocument.progress(progressed.progress()));
                }
            } else if (news instanceof JobNews.Started started) {
                state(started.job());
            } else if (news instanceof JobNews.StateChanged changed) {
                state(changed.job());
                if (changed.job().state().isFinal()) {
                    end();
                }
            }
        }

        private void state(Job job) {
            send("state", JobDocument.of(job, watch.live(id)));
        }

        private void segment(Segment segment, int position) {
            if (position <= lastSegment) {
                return;
            }
            if (response.writeQueueFull()) {
                end(); // it gets the rest when it comes back
                return;
            }
            lastSegment = position;
            write("id: %d\n".formatted(position)
                    + EventStreams.event("segment", JobDocument.segment(segment).encode()));
        }

        private void send(String event, JsonObject data) {
            write(EventStreams.event(event, data.encode()));
        }

        void write(String text) {
            if (isOpen && !isOver && !response.closed()) {
                response.write(text);
            }
        }

        void end() {
            if (isOver) {
                return;
            }
            over();
            if (isOpen && !response.closed() && !response.ended()) {
                response.end();
            } else if (!isOpen && !context.failed()) {
                context.fail(new FaultException(
                        Faults.unavailable("The server ended the event stream before it started; connect again.")));
            }
        }

        void over() {
            isOver = true;
            streams.remove(this);
            permit.close();
            unwatch.run();
        }
    }
}
