package dev.sotto.api.ui;

import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.FileSystemAccess;
import io.vertx.ext.web.handler.StaticHandler;
import java.util.List;

/** The page for people: plain files, which may load nothing from elsewhere and run no script but their own. */
public final class WebPages {
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; media-src 'self' blob:;"
                    + " connect-src 'self'; font-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none';"
                    + " object-src 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

    private WebPages() {}

    /**
     * Puts them behind all that the router has.
     *
     * @param dialects prefixes whose contracts are shown too, such as {@code /compat/whisper-cpp}
     */
    public static void mount(Router router, List<String> dialects) {
        ApiPages.mount(router, "");
        dialects.forEach(prefix -> ApiPages.mount(router, prefix));
        StaticHandler files = StaticHandler.create(FileSystemAccess.RELATIVE, "webroot")
                .setIncludeHidden(false)
                .setDirectoryListing(false)
                .setMaxAgeSeconds(0)
                .setDefaultContentEncoding("utf-8");
        router.get().handler(WebPages::secure).handler(files);
        router.head().handler(WebPages::secure).handler(files);
    }

    private static void secure(RoutingContext context) {
        PageHeaders.put(context.response(), POLICY);
        context.next();
    }
}
