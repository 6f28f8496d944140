package dev.sotto.outbound;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.net.PemTrustOptions;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.function.Supplier;

/**
 * Sends POSTs and fetches files, to places that the {@link OutboundPolicy} allows and within bounds. Every request has a
 * connection of its own, HTTP/1.1, without cookies and without a proxy. Any thread; futures end on an event loop and fail
 * with an {@link OutboundException} only.
 */
public final class OutboundClient {
    private static final int HEADER_BYTES_MAX = 16 * 1024;

    private final Vertx vertx;
    private final OutboundOptions options;
    private final HttpClient client;
    private final Connector connector;
    private final AtomicInteger underWay = new AtomicInteger();

    public OutboundClient(Vertx vertx, OutboundPolicy policy, NameResolver resolver, OutboundOptions options) {
        this.vertx = vertx;
        this.options = options;
        client = vertx.createHttpClient(
                clientOptions(options), new PoolOptions().setHttp1MaxSize(options.connectionsMax()));
        connector = new Connector(client, policy, resolver);
    }

    private static HttpClientOptions clientOptions(OutboundOptions options) {
        int connectMillis = Math.toIntExact(options.connectTimeout().toMillis());
        HttpClientOptions http = new HttpClientOptions()
                .setProtocolVersion(HttpVersion.HTTP_1_1)
                .setKeepAlive(false)
                .setConnectTimeout(connectMillis)
                .setMaxHeaderSize(HEADER_BYTES_MAX)
                .setDecompressionSupported(false)
                .setVerifyHost(true)
                .setSslHandshakeTimeout(connectMillis)
                .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS);
        options.certificates()
                .map(Path::toString)
                .ifPresent(file -> http.setTrustOptions(new PemTrustOptions().addCertPath(file)));
        return http;
    }

    /** Sends and reads the answer. A redirect is an answer like any other: it is not followed. */
    public Future<OutboundAnswer> post(OutboundUrl url, Map<String, String> headers, String body) {
        return counted(url, () -> {
            Context context = vertx.getOrCreateContext();
            Exchange<OutboundAnswer> exchange = new Exchange<>(context, url, options.postTimeout());
            context.runOnContext(any -> open(exchange, HttpMethod.POST, url, request -> {
                headers.forEach(request::putHeader);
                request.putHeader("connection", "close");
                request.send(Buffer.buffer(body.getBytes(StandardCharsets.UTF_8)))
                        .onFailure(fault -> exchange.fail(OutboundException.broken(url, fault)))
                        .onSuccess(response -> read(exchange, url, response));
            }));
            return exchange.future();
        });
    }

    /** As below, to its end. */
    public Future<FetchedFile> download(OutboundUrl url, Path file, FetchLimits limits) {
        return download(url, file, limits, Promise.<Void>promise().future(), bytes -> {});
    }

    /**
     * Fetches into a file.
     *
     * @param file must not exist; does not exist afterwards if anything fails
     * @param stop ends it early once it is complete
     * @param receives called on an event loop with the size of each piece of the body; must return at once
     */
    public Future<FetchedFile> download(
            OutboundUrl url, Path file, FetchLimits limits, Future<Void> stop, IntConsumer receives) {
        return counted(url, () -> {
            Context context = vertx.getOrCreateContext();
            Exchange<FetchedFile> exchange = new Exchange<>(context, url, limits.timeout());
            Download download = new Download(context.owner(), exchange, file, limits, receives);
            context.runOnContext(any -> follow(exchange, download, url, 0));
            stop.onComplete(any -> context.runOnContext(then -> exchange.fail(OutboundException.stopped(url))));
            return exchange.future().transform(download::cleaned);
        });
    }

    /** Ends what is under way. */
    public Future<Void> close() {
        return client.close();
    }

    private void follow(Exchange<FetchedFile> exchange, Download download, OutboundUrl url, int hops) {
        open(exchange, HttpMethod.GET, url, request -> {
            request.putHeader("accept-encoding", "identity");
            request.putHeader("connection", "close");
            request.send()
                    .onFailure(fault -> exchange.fail(OutboundException.broken(url, fault)))
                    .onSuccess(response -> answered(exchange, download, new Hop(url, hops, response)));
        });
    }

    private void answered(Exchange<FetchedFile> exchange, Download download, Hop hop) {
        // Of an answer whose body is not wanted; a body that is gets a handler of its own.
        hop.response().exceptionHandler(fault -> {});
        if (exchange.hasEnded()) {
            return;
        }
        try {
            Optional<OutboundUrl> next = hop.next(download.limits());
            if (next.isPresent()) {
                exchange.detach();
                follow(exchange, download, next.get(), hop.number() + 1);
            } else {
                download.receive(hop.url(), hop.response());
            }
        } catch (OutboundException e) {
            exchange.fail(e);
        }
    }

    private void open(Exchange<?> exchange, HttpMethod method, OutboundUrl url, Consumer<HttpClientRequest> ready) {
        connector.open(method, url).onFailure(exchange::fail).onSuccess(request -> {
            if (exchange.attach(request)) {
                ready.accept(request);
            }
        });
    }

    private void read(Exchange<OutboundAnswer> exchange, OutboundUrl url, HttpClientResponse response) {
        Buffer head = Buffer.buffer();
        long[] received = {0};
        Runnable end = () -> exchange.complete(new OutboundAnswer(
                response.statusCode(),
                Optional.ofNullable(response.getHeader("retry-after")),
                head.toString(StandardCharsets.UTF_8)));
        response.exceptionHandler(fault -> exchange.fail(OutboundException.broken(url, fault)));
        response.endHandler(any -> end.run());
        response.handler(chunk -> {
            int kept = Math.min(chunk.length(), options.answerBytesKept() - head.length());
            head.appendBuffer(chunk, 0, Math.max(0, kept));
            received[0] += chunk.length();
            if (received[0] > options.answerBytesMax()) {
                end.run();
            }
        });
    }

    private <T> Future<T> counted(OutboundUrl url, Supplier<Future<T>> work) {
        if (underWay.incrementAndGet() > options.connectionsMax()) {
            underWay.decrementAndGet();
            return Future.failedFuture(OutboundException.busy(url));
        }
        return work.get().onComplete(any -> underWay.decrementAndGet());
    }
}
