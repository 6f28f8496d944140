package dev.sotto.api;

import dev.sotto.api.upload.UploadFolder;
import dev.sotto.api.upload.UploadReader;
import dev.sotto.config.ServerConfig;
import io.vertx.core.Vertx;

/** What the operations on recordings and jobs share. */
record ApiParts(
        Vertx vertx,
        Backend backend,
        JobAccess jobs,
        JobWatch watch,
        JobSubmitter submitter,
        UploadFolder folder,
        UploadReader uploads,
        ServerConfig config) {
    static ApiParts of(Vertx vertx, Backend backend, JobAccess jobs, UploadFolder folder, ServerConfig config) {
        return new ApiParts(
                vertx,
                backend,
                jobs,
                new JobWatch(),
                new JobSubmitter(vertx, jobs, config.jobs()),
                folder,
                new UploadReader(vertx, folder, config.http().upload()),
                config);
    }
}
