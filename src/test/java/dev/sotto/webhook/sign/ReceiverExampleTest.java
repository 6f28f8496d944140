package dev.sotto.webhook.sign;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReceiverExampleTest {
    private static final String ID = "msg_p5jXN8AQM9LWM0D4loKWxJek";
    private static final byte[] BODY = "{\"text\":\"Grüße\"}".getBytes(UTF_8);

    private final SigningSecret secret = SigningSecret.generate(new SecureRandom());

    @Test
    void what_sotto_signs_is_accepted_also_while_two_secrets_sign() throws Exception {
        SigningSecret fresh = SigningSecret.generate(new SecureRandom());
        assertThat(isOurs(signed(Instant.now(), List.of(secret)), BODY)).isTrue();
        assertThat(isOurs(signed(Instant.now(), List.of(fresh, secret)), BODY)).isTrue();
    }

    @Test
    void another_body_another_secret_and_an_old_message_are_refused() throws Exception {
        Instant now = Instant.now();
        assertThat(isOurs(signed(now, List.of(secret)), "{}".getBytes(UTF_8))).isFalse();
        assertThat(isOurs(signed(now, List.of(SigningSecret.generate(new SecureRandom()))), BODY))
                .isFalse();
        assertThat(isOurs(signed(now.minus(Duration.ofMinutes(6)), List.of(secret)), BODY))
                .isFalse();
    }

    /** But for the space between words, which the formatter and the page choose each for itself. */
    @Test
    void the_page_shows_the_code_that_is_tested_here() throws IOException {
        String page = Files.readString(Path.of("src/docs/webhooks.md"));
        String source = Files.readString(Path.of("src/test/java/dev/sotto/webhook/sign/ReceiverExample.java"));
        String method = source.substring(source.indexOf("static boolean isOurs"), source.lastIndexOf('}'));
        assertThat(page.replaceAll("\\s+", " ")).contains(method.strip().replaceAll("\\s+", " "));
    }

    private static Map<String, String> signed(Instant at, List<SigningSecret> secrets) {
        return SignatureForm.STANDARD.headers(ID, at, BODY, secrets);
    }

    private boolean isOurs(Map<String, String> headers, byte[] body) throws Exception {
        return ReceiverExample.isOurs(
                secret.text(),
                String.valueOf(headers.get("webhook-id")),
                String.valueOf(headers.get("webhook-timestamp")),
                String.valueOf(headers.get("webhook-signature")),
                body);
    }
}
