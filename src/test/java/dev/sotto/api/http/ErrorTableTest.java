package dev.sotto.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sotto.fault.Fault;
import dev.sotto.fault.FaultCode;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What each fault of the closed list is to a client of OpenAI's. */
class ErrorTableTest {
    private static final Set<String> TYPES =
            Set.of("invalid_request_error", "rate_limit_error", "insufficient_quota", "server_error");

    @ParameterizedTest
    @EnumSource
    void every_fault_has_a_type_and_asks_to_wait_no_longer_than_clients_do(FaultCode code) {
        JsonObject error = error(code);
        assertThat(error.fieldNames()).containsExactly("message", "type", "param", "code");
        assertThat(TYPES).contains(error.getString("type"));
        assertThat(HttpFaults.status(code)).isBetween(400, 599);
        HttpFaults.retryAfter(code)
                .ifPresent(wait -> assertThat(wait).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(120)));
    }

    @ParameterizedTest
    @CsvSource({
        "INVALID_API_KEY, 401, invalid_request_error, invalid_api_key",
        "MISSING_API_KEY, 401, invalid_request_error, missing_api_key",
        "MODEL_NOT_FOUND, 404, invalid_request_error, model_not_found",
        "UNKNOWN_URL, 404, invalid_request_error, unknown_url",
        "UNSUPPORTED_VALUE, 400, invalid_request_error, unsupported_value",
        "INVALID_VALUE, 400, invalid_request_error, invalid_value",
        "INVALID_MEDIA, 400, invalid_request_error, invalid_media",
        "MALFORMED_REQUEST, 400, invalid_request_error,",
        "FILE_TOO_LARGE, 413, invalid_request_error, file_too_large",
        "RATE_LIMIT_EXCEEDED, 429, rate_limit_error, rate_limit_exceeded",
        "INSUFFICIENT_QUOTA, 429, insufficient_quota, insufficient_quota",
        "QUEUE_FULL, 429, rate_limit_error, queue_full",
        "INTERNAL, 500, server_error,",
        "UNAVAILABLE, 503, server_error, unavailable"
    })
    void faults_that_clients_know_are_as_they_know_them(FaultCode code, int status, String type, String wire) {
        assertThat(HttpFaults.status(code)).isEqualTo(status);
        assertThat(error(code).getString("type")).isEqualTo(type);
        assertThat(error(code).getString("code")).isEqualTo(wire);
    }

    /** Statuses that official clients answer by sending again. */
    @Test
    void of_statuses_that_are_sent_again_those_that_cannot_succeed_say_so() {
        List<FaultCode> sentAgain = List.of(FaultCode.values()).stream()
                .filter(code -> HttpFaults.status(code) == 409 || HttpFaults.status(code) >= 429)
                .filter(code -> code.retry() == FaultCode.Retry.NEVER && HttpFaults.isForGood(code))
                .toList();
        assertThat(sentAgain)
                .contains(FaultCode.INSUFFICIENT_QUOTA, FaultCode.CANCELLED, FaultCode.AUDIO_LOST)
                .doesNotContain(FaultCode.QUEUE_FULL, FaultCode.UNAVAILABLE, FaultCode.TIMEOUT, FaultCode.INTERNAL);
        assertThat(HttpFaults.isForGood(FaultCode.INVALID_MEDIA)).isTrue();
    }

    private static JsonObject error(FaultCode code) {
        return new JsonObject(new OpenAiErrors()
                        .of(Fault.of(code, "It is so."), HttpFaults.status(code))
                        .body())
                .getJsonObject("error");
    }
}
