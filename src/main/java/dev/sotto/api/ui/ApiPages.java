package dev.sotto.api.ui;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;

/**
 * {@code /docs}, where the API is tried, and {@code /redoc}, where it is read. Their programs come with the server, and the pages
 * may ask nobody else for anything. Each file is compressed once, when it is first asked for. Below the prefix of a dialect both
 * show that dialect's contract.
 */
final class ApiPages {
    /** Both programs write their styles while they run; scripts are files of this server alone. */
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:;"
                    + " connect-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none';"
                    + " frame-ancestors 'none'; object-src 'none'";

    private static final String HTML = "text/html; charset=utf-8";
    private static final String SCRIPT = "text/javascript; charset=utf-8";
    private static final String REVALIDATED = "no-cache";
    private static final String KEPT = "public, max-age=86400";

    private static final Map<String, PageFile> FILES = new ConcurrentHashMap<>();

    private ApiPages() {}

    /** A file under its path. */
    private record Served(String path, String resource, String type, String caching) {}

    /** @param prefix empty, or that of a dialect, without a slash at its end */
    static void mount(Router router, String prefix) {
        String swagger = webJar("swagger-ui");
        String redoc = webJar("redoc");
        List<Served> all = List.of(
                new Served("/docs", "docs.html", HTML, REVALIDATED),
                new Served("/docs/start.js", "docs.js", SCRIPT, REVALIDATED),
                new Served("/docs/swagger-ui-bundle.js", swagger + "swagger-ui-bundle.js", SCRIPT, KEPT),
                new Served("/docs/swagger-ui.css", swagger + "swagger-ui.css", "text/css; charset=utf-8", KEPT),
                new Served("/redoc", "redoc.html", HTML, REVALIDATED),
                new Served("/redoc/start.js", "redoc.js", SCRIPT, REVALIDATED),
                new Served("/redoc/redoc.standalone.js", redoc + "redoc.standalone.js", SCRIPT, KEPT));
        for (Served file : all) {
            String path = prefix + file.path();
            router.get(path).handler(context -> send(context, path, file));
            router.head(path).handler(context -> send(context, path, file));
        }
    }

    /** Where the files of a WebJar lie, by the version that its own description states. */
    private static String webJar(String name) {
        String description = "/META-INF/maven/org.webjars/%s/pom.properties".formatted(name);
        try (InputStream in = ApiPages.class.getResourceAsStream(description)) {
            if (in == null) {
                throw new IllegalStateException(name + " is missing in the program; build it again");
            }
            Properties properties = new Properties();
            properties.load(in);
            return "/META-INF/resources/webjars/%s/%s/".formatted(name, properties.getProperty("version"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void send(RoutingContext context, String path, Served file) {
        HttpServerRequest request = context.request();
        if (request.path().length() > path.length()) { // a slash at its end, and its links would lead elsewhere
            context.response()
                    .setStatusCode(308)
                    .putHeader("location", ".." + file.path())
                    .end();
            return;
        }
        String accepted = request.getHeader("accept-encoding");
        boolean isCompressed =
                accepted != null && accepted.matches("(?i).*\\bgzip\\b(?!\\s*;\\s*q=0(\\.0*)?\\s*(,|$)).*");
        context.vertx()
                .executeBlocking(
                        () -> {
                            PageFile found = FILES.computeIfAbsent(file.resource(), PageFile::read);
                            return new Answer(found.etag(isCompressed), Buffer.buffer(found.bytes(isCompressed)));
                        },
                        false)
                .onSuccess(answer -> answer(context, file, answer, isCompressed))
                .onFailure(context::fail);
    }

    private record Answer(String etag, Buffer body) {}

    private static void answer(RoutingContext context, Served file, Answer answer, boolean isCompressed) {
        HttpServerResponse response = PageHeaders.put(context.response(), POLICY)
                .putHeader("vary", "accept-encoding")
                .putHeader("cache-control", file.caching())
                .putHeader("etag", answer.etag());
        if (answer.etag().equals(context.request().getHeader("if-none-match"))) {
            response.setStatusCode(304).end();
            return;
        }
        response.putHeader("content-type", file.type())
                .putHeader("content-length", Integer.toString(answer.body().length())); // of an answer to HEAD too
        if (isCompressed) {
            response.putHeader("content-encoding", "gzip");
        }
        response.end(answer.body());
    }
}
