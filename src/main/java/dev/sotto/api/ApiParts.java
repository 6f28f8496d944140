package dev.sotto.api;

import dev.sotto.api.upload.UploadFolder;
import dev.sotto.api.upload.UploadReader;
import dev.sotto.config.ServerConfig;
import io.vertx.core.Vertx;
import java.util.Optional;
import java.util.function.Consumer;

/** What the operations on recordings and jobs share. */
record ApiParts(
        Vertx vertx,
        Backend backend,
        JobAccess jobs,
        JobWatch watch,
        JobSubmitter submitter,
        UploadFolder folder,
        UploadReader uploads,
        WebhookAccess webhooks,
        Optional<Consumer<String>> fetchCheck,
        ServerConfig config) {
    static ApiParts of(Vertx vertx, Backend backend, ApiStores stores, UploadFolder folder, ServerConfig config) {
        return new ApiParts(
                vertx,
                backend,
                stores.jobs(),
                new JobWatch(),
                new JobSubmitter(vertx, stores, config.jobs()),
                folder,
                new UploadReader(vertx, folder, config.http().upload()),
                stores.webhooks(),
                stores.fetchCheck(),
                config);
    }
}
