package dev.sotto.api.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sotto.config.ConfigLoader;
import dev.sotto.config.ServerConfig;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** JSON bodies that carry their recording, taken apart in pieces of any size. */
class JsonParserTest {
    private static final Path HOME = Path.of(System.getProperty("sotto.home", "."));
    private static final ServerConfig.Upload LIMITS =
            ConfigLoader.load(HOME, Optional.empty(), Map.of()).http().upload();

    /** The form that a body becomes. */
    @SuppressWarnings("ArrayRecordComponent") // never compared as a whole
    private record Read(byte[] file, Map<String, List<String>> fields) {}

    @Test
    void random_bytes_come_out_whatever_the_pieces_are_and_beside_any_other_member() {
        Random random = new Random(7);
        for (int round = 0; round < 300; round++) {
            byte[] content = new byte[random.nextInt(40_000)];
            random.nextBytes(content);
            String data = encoded(content, random.nextInt(5));
            String body = random.nextBoolean()
                    ? "{\"model\":\"a\",\"input_audio\":{\"format\":\"wav\",\"data\":\"" + data
                            + "\"},\"prompt\":\"\\u00fc\\\"\"}"
                    : " {\n\"input_audio\" : { \"data\" :\"" + data
                            + "\", \"x\":{\"data\":\"y\"}}, \"model\" : \"a\"}\n";
            Read read = read(body, 1 + random.nextInt(5000));
            assertThat(read.file()).isEqualTo(content);
            assertThat(read.fields()).containsEntry("model", List.of("a"));
        }
    }

    /** In the ways in which programs write base64 into JSON. */
    private static String encoded(byte[] content, int way) {
        String plain = Base64.getEncoder().encodeToString(content);
        return switch (way) {
            case 0 -> plain;
            case 1 -> Base64.getUrlEncoder().withoutPadding().encodeToString(content);
            case 2 -> plain.replace("+", "\\u002B").replace("/", "\\/");
            case 3 -> Base64.getMimeEncoder().encodeToString(content).replace("\r\n", "\\r\\n");
            default -> "data:audio/wav;base64," + plain;
        };
    }

    @Test
    void members_become_fields_as_forms_write_them() {
        Read read = read("""
            {"model": "whisper-1", "temperature": 0.4, "stream": false, "prompt": "Größe \\ud83c\\udf99", "language": null,
             "timestamp_granularities": ["word", "segment"],
             "chunking_strategy": {"type": "server_vad", "threshold": 0.5}, "input_audio": {"data": "AQID"}}
            """, 3);
        assertThat(read.file()).containsExactly(1, 2, 3);
        assertThat(read.fields())
                .isEqualTo(Map.of(
                        "model", List.of("whisper-1"),
                        "temperature", List.of("0.4"),
                        "stream", List.of("false"),
                        "prompt", List.of("Größe \ud83c\udf99"),
                        "timestamp_granularities", List.of("word", "segment"),
                        "chunking_strategy[type]", List.of("server_vad"),
                        "chunking_strategy[threshold]", List.of("0.5")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"input_audio\":{\"data\":\"AB CD\"",
                "[{\"input_audio\":{\"data\":\"ABCD\"}}]",
                "\"text\"",
                "{\"input_audio\":{\"data\":\"A\"}}",
                "{\"input_audio\":{\"data\":\"AB=CD\"}}",
                "{\"input_audio\":{\"data\":\"ABC*\"}}",
                "{\"input_audio\":{\"data\":\"data:audio/wav;base64\"}}",
                "{\"input_audio\":{\"data\":\"AB\\u0000\"}}",
                "{\"input_audio\":{\"data\":\"AQID\",\"data\":\"AQID\"}}",
                "{\"model\":tiny}",
                "{{{"
            })
    void body_that_is_none_is_refused(String body) {
        assertThatThrownBy(() -> read(body, 2)).isInstanceOfSatisfying(UploadException.class, e -> assertThat(e.kind())
                .isEqualTo(UploadException.Kind.MALFORMED));
    }

    @Test
    void what_is_long_or_deep_is_refused_before_it_is_held() {
        assertThatThrownBy(() -> read("{\"prompt\":\"" + "x".repeat(20_000_000) + "\"}", 65_536))
                .hasMessageContaining("beside input_audio.data");
        assertThatThrownBy(() -> read("[".repeat(100), 10)).hasMessageContaining("nested more than 32 deep");
        assertThat(read("{\"input_audio\":\"AQID\",\"model\":\"a\"}", 10).file())
                .isEmpty();
    }

    private static Read read(String body, int piece) {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        FormCollector collector = new FormCollector(
                LIMITS,
                FormFiles.recording(Set.of("file")),
                (bytes, from, to) -> file.write(bytes, from, to - from),
                LongFieldRoom.NOTHING);
        JsonParser parser =
                new JsonParser(collector, "file", FormCollector.fieldsBytesMax(LIMITS), LongFieldRoom.NOTHING);
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        for (int from = 0; from < bytes.length; from += piece) {
            parser.feed(Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + piece)));
        }
        parser.finish();
        return new Read(file.toByteArray(), collector.fields());
    }
}
