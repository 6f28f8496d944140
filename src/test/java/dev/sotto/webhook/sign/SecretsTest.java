package dev.sotto.webhook.sign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTest {
    private static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");

    private final SecureRandom random = new SecureRandom();

    @Test
    void generated_secret_has_256_bits_and_is_read_back() {
        SigningSecret secret = SigningSecret.generate(random);
        assertThat(secret.text()).startsWith("whsec_");
        assertThat(Base64.getDecoder().decode(secret.text().substring(6))).hasSize(32);
        assertThat(SigningSecret.standard(secret.text())).isEqualTo(secret);
        assertThat(SigningSecret.generate(random)).isNotEqualTo(secret);
    }

    @Test
    void secret_hides_in_logs_also_inside_an_endpoint() {
        SigningSecret secret = SigningSecret.generate(random);
        assertThat(secret.toString() + SecretRing.of(secret))
                .doesNotContain(secret.text().substring(6));
    }

    @ParameterizedTest
    @ValueSource(ints = {24, 32, 64})
    void standard_secret_of_24_to_64_bytes_is_taken(int bytes) {
        assertThat(SigningSecret.standard(secretOf(bytes)).key()).hasSize(bytes);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 23, 65, 200})
    void standard_secret_of_another_length_is_refused_with_both_numbers(int bytes) {
        assertThatThrownBy(() -> SigningSecret.standard(secretOf(bytes)))
                .hasMessage("the webhook secret holds %d bytes; expected 24 to 64".formatted(bytes));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
                "whsec_not base64!",
                "WHSEC_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
            })
    void text_that_is_no_standard_secret_is_refused_and_not_repeated(String text) {
        assertThatThrownBy(() -> SigningSecret.standard(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("MfKQ9")
                .hasMessageNotContaining("not base64!");
    }

    @Test
    void free_text_of_1_to_256_characters_is_taken() {
        assertThat(SigningSecret.freeText("x".repeat(256)).text()).hasSize(256);
        assertThatThrownBy(() -> SigningSecret.freeText("")).hasMessageContaining("0 characters");
        assertThatThrownBy(() -> SigningSecret.freeText("x".repeat(257))).hasMessageContaining("257 characters");
    }

    @Test
    void rotation_signs_with_both_until_the_old_one_ends_newest_first() {
        SigningSecret old = SigningSecret.generate(random);
        SigningSecret fresh = SigningSecret.generate(random);
        Instant end = NOW.plus(Duration.ofHours(24));
        SecretRing ring = SecretRing.of(old).rotated(fresh, NOW, end);
        assertThat(ring.activeAt(NOW)).containsExactly(fresh, old);
        assertThat(ring.activeAt(end.minusNanos(1))).containsExactly(fresh, old);
        assertThat(ring.activeAt(end)).containsExactly(fresh);
    }

    @Test
    void second_rotation_never_prolongs_an_old_secret() {
        SigningSecret first = SigningSecret.generate(random);
        SigningSecret second = SigningSecret.generate(random);
        SigningSecret third = SigningSecret.generate(random);
        Instant firstEnd = NOW.plusSeconds(100);
        SecretRing ring = SecretRing.of(first)
                .rotated(second, NOW, firstEnd)
                .rotated(third, NOW.plusSeconds(10), NOW.plusSeconds(1000));
        assertThat(ring.activeAt(firstEnd)).containsExactly(third, second);
    }

    @Test
    void rotating_often_keeps_the_newest_four() {
        SecretRing ring = SecretRing.of(SigningSecret.generate(random));
        for (int i = 0; i < 20; i++) {
            ring = ring.rotated(SigningSecret.generate(random), NOW, NOW.plusSeconds(60));
        }
        assertThat(ring.activeAt(NOW)).hasSize(4);
    }

    @Test
    void sealed_secret_opens_with_its_key_in_its_place_only() {
        byte[] key = new byte[32];
        random.nextBytes(key);
        SecretCipher cipher = new SecretCipher(key, random);
        String sealed = cipher.encrypt("whsec_abc", "whe_1");
        assertThat(sealed).doesNotContain("whsec").isNotEqualTo(cipher.encrypt("whsec_abc", "whe_1"));
        assertThat(cipher.decrypt(sealed, "whe_1")).isEqualTo("whsec_abc");
        assertThatThrownBy(() -> cipher.decrypt(sealed, "whe_2")).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> new SecretCipher(new byte[32], random).decrypt(sealed, "whe_1"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("restore the key");
        assertThatThrownBy(() -> cipher.decrypt("whsec_abc", "whe_1")).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> new SecretCipher(new byte[16], random)).hasMessageContaining("16 bytes");
    }

    private static String secretOf(int bytes) {
        return "whsec_" + Base64.getEncoder().encodeToString(new byte[bytes]);
    }
}
