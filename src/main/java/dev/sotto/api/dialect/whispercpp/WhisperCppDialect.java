package dev.sotto.api.dialect.whispercpp;

import dev.sotto.api.dialect.Dialect;
import dev.sotto.api.dialect.Dialect.Operation;
import dev.sotto.api.http.HttpParts;
import dev.sotto.service.JobServices;
import java.util.List;

/** Makes the dialect of whisper.cpp's server. */
public final class WhisperCppDialect {
    public static final String NAME = "whisper-cpp";

    private WhisperCppDialect() {}

    public static Dialect of(HttpParts http, JobServices services) {
        LoadedModel loaded = new LoadedModel();
        InferenceEndpoint inference = new InferenceEndpoint(http, services, loaded);
        ModelEndpoint models = new ModelEndpoint(http, services, loaded);
        return new Dialect(
                NAME,
                new WhisperCppErrors(),
                List.of(
                        Operation.audio("inference", inference::inference),
                        Operation.keyed("load", models::load),
                        Operation.open("health", models::health)));
    }
}
