package dev.sotto.api.dialect;

import dev.sotto.fault.Fault;
import dev.sotto.fault.FaultCode;
import dev.sotto.fault.FaultException;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Pages of a dialect, from the class path. They load nothing from elsewhere and run no script but their own. Immutable. */
public final class Pages {
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
            + " form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    private final Map<String, Buffer> files = new LinkedHashMap<>();

    /**
     * Reads them all.
     *
     * @param folder on the class path, without a slash at its end
     */
    public Pages(String folder, List<String> names) {
        names.forEach(name -> files.put(name, read(folder + "/" + name)));
    }

    private static Buffer read(String resource) {
        try (InputStream in = Pages.class.getClassLoader().getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("%s is missing in the program; build it again".formatted(resource));
            }
            return Buffer.buffer(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One of them, whatever the request says. */
    public Handler<RoutingContext> page(String name) {
        return context -> send(context, name);
    }

    /** The one that the path names. */
    public void file(RoutingContext context) {
        send(context, context.pathParam("file"));
    }

    private void send(RoutingContext context, String name) {
        Buffer content = files.get(name);
        if (content == null) {
            context.fail(new FaultException(Fault.of(
                    FaultCode.UNKNOWN_URL,
                    "There is no file of this name here: %s."
                            .formatted(context.request().path()))));
            return;
        }
        context.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, type(name))
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache")
                .putHeader("content-security-policy", POLICY)
                .putHeader("referrer-policy", "no-referrer")
                .end(content);
    }

    private static String type(String name) {
        String ending = name.substring(name.lastIndexOf('.') + 1);
        return switch (ending) {
            case "html" -> "text/html; charset=utf-8";
            case "css" -> "text/css; charset=utf-8";
            default -> "text/javascript; charset=utf-8";
        };
    }
}
