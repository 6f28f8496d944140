package dev.sotto.testing;

import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Takes traces as a collector of OpenTelemetry does: OTLP over HTTP, on a free port of the loopback address. */
public final class StandInCollector implements AutoCloseable {
    private static final int SECONDS_MAX = 20;

    private final HttpServer server;
    private final BlockingQueue<Span> spans = new LinkedBlockingQueue<>();
    private final CountDownLatch mayAnswer;

    private StandInCollector(int answersAfter) throws IOException {
        mayAnswer = new CountDownLatch(answersAfter);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/traces", exchange -> {
            ExportTraceServiceRequest request = ExportTraceServiceRequest.parseFrom(exchange.getRequestBody());
            request.getResourceSpansList().forEach(resource -> resource.getScopeSpansList()
                    .forEach(scope -> spans.addAll(scope.getSpansList())));
            try {
                mayAnswer.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
    }

    public static StandInCollector start() throws IOException {
        return new StandInCollector(0);
    }

    /** One that takes spans and leaves whoever sends them waiting until it is closed. */
    public static StandInCollector startSilent() throws IOException {
        return new StandInCollector(1);
    }

    /** As the setting has it, without a path. */
    public String endpoint() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** The next spans that come. */
    public List<Span> take(int count) throws InterruptedException {
        List<Span> taken = new ArrayList<>();
        while (taken.size() < count) {
            Span next = spans.poll(SECONDS_MAX, TimeUnit.SECONDS);
            if (next == null) {
                throw new AssertionError("expected %d spans, seen %s".formatted(count, taken));
            }
            taken.add(next);
        }
        return taken;
    }

    /** What came and was not taken yet. */
    public List<Span> rest() {
        return List.copyOf(spans);
    }

    public static String traceId(Span span) {
        return HexFormat.of().formatHex(span.getTraceId().toByteArray());
    }

    public static String spanId(Span span) {
        return HexFormat.of().formatHex(span.getSpanId().toByteArray());
    }

    public static String parentId(Span span) {
        return HexFormat.of().formatHex(span.getParentSpanId().toByteArray());
    }

    @Override
    public void close() {
        mayAnswer.countDown();
        server.stop(0);
    }
}
