package dev.sotto.api.dialect.asrwebservice;

import dev.sotto.api.dialect.Dialect;
import dev.sotto.api.dialect.Dialect.Operation;
import dev.sotto.api.http.ErrorShape;
import dev.sotto.api.http.HttpParts;
import dev.sotto.service.JobServices;
import io.vertx.core.buffer.Buffer;
import java.util.List;

/** Makes the dialect of whisper-asr-webservice. Its clients write every body into a subtitle file: those of errors are empty. */
public final class AsrDialect {
    public static final String NAME = "whisper-asr-webservice";

    private static final ErrorShape EMPTY =
            (fault, status) -> new ErrorShape.Answer(status, "text/plain; charset=utf-8", Buffer.buffer());

    private AsrDialect() {}

    public static Dialect of(HttpParts http, JobServices services) {
        AsrEndpoint asr = new AsrEndpoint(http, services);
        return new Dialect(
                NAME,
                EMPTY,
                List.of(Operation.audio("asr", asr::asr), Operation.audio("detectLanguage", asr::detectLanguage)));
    }
}
