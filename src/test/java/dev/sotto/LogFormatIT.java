package dev.sotto;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the shipped {@code logback.xml} makes of the environment, in a process of its own. */
@Tag("heavy")
class LogFormatIT {
    private static final String MESSAGE = "two \"lines\"\n\tand 'ü'";

    /** Logs a line with an exception, and one below the usual level. */
    static final class Program {
        private static final Logger LOG = LoggerFactory.getLogger(Program.class);

        private Program() {}

        public static void main(String[] arguments) {
            LOG.info(MESSAGE, new IllegalStateException("a fault"));
            LOG.debug("a detail");
        }
    }

    @Test
    void lines_are_json_objects_where_the_format_says_json() throws Exception {
        List<String> lines = logged(Map.of("SOTTO_LOG_FORMAT", "json"));
        assertThat(lines).hasSize(1);
        JsonObject line = new JsonObject(lines.get(0));
        assertThat(line.fieldNames())
                .containsExactlyInAnyOrder(
                        "timestamp", "level", "threadName", "loggerName", "formattedMessage", "throwable");
        assertThat(line.getString("formattedMessage")).isEqualTo(MESSAGE);
        assertThat(line.getString("level")).isEqualTo("INFO");
        assertThat(line.getJsonObject("throwable").getString("message")).isEqualTo("a fault");
    }

    @Test
    void lines_are_text_without_the_variable_and_the_level_is_kept_in_both() throws Exception {
        List<String> text = logged(Map.of());
        assertThat(text.get(0)).endsWith("two \"lines\" \tand 'ü'").contains(" INFO  ");
        assertThat(text).hasSize(3).noneMatch(line -> line.contains("a detail"));
        assertThat(logged(Map.of("SOTTO_LOG_FORMAT", "json", "SOTTO_LOG_LEVEL", "debug")))
                .hasSize(2)
                .last()
                .satisfies(line -> assertThat(new JsonObject(line).getString("formattedMessage"))
                        .isEqualTo("a detail"));
    }

    /** All that the process writes, so that a fault of the file itself, which logback writes to standard output, is seen. */
    private static List<String> logged(Map<String, String> variables) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dlogback.configurationFile=logback.xml", // the tests have another one, first on the class path
                "-Dfile.encoding=UTF-8",
                "-cp",
                System.getProperty("java.class.path"),
                Program.class.getName());
        builder.environment().put("LC_ALL", "C.UTF-8");
        builder.environment().keySet().removeIf(name -> name.startsWith("SOTTO_LOG_"));
        builder.environment().putAll(variables);
        Process process = builder.redirectErrorStream(true).start();
        try {
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
            return said.lines().toList();
        } finally {
            process.destroyForcibly();
        }
    }
}
