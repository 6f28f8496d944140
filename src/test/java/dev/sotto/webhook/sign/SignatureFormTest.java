package dev.sotto.webhook.sign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignatureFormTest {
    private static final String ID = "msg_p5jXN8AQM9LWM0D4loKWxJek";
    private static final SigningSecret SECRET = SigningSecret.standard("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");

    private final SecureRandom random = new SecureRandom();

    /** Test vector of the Standard Webhooks libraries (standard-webhooks/standard-webhooks, MIT). */
    @Test
    void published_vector_gives_the_published_signature() {
        var headers = SignatureForm.STANDARD.headers(
                ID, Instant.ofEpochSecond(1614265330), bytes("{\"test\": 2432232314}"), List.of(SECRET));
        assertThat(headers)
                .containsExactly(
                        Map.entry("webhook-id", ID),
                        Map.entry("webhook-timestamp", "1614265330"),
                        Map.entry("webhook-signature", "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "{\"text\":\"Grüße, 世界 👋\"}", "{\n  \"a\" : 1\r\n}"})
    void reference_library_accepts_what_we_sign(String body) throws Exception {
        SigningSecret secret = SigningSecret.generate(random);
        var headers = SignatureForm.STANDARD.headers(ID, Instant.now(), bytes(body), List.of(secret));
        new Webhook(secret.text()).verify(body, http(headers));
    }

    @Test
    void reference_library_refuses_a_changed_body() throws Exception {
        var headers = SignatureForm.STANDARD.headers(ID, Instant.now(), bytes("{}"), List.of(SECRET));
        Webhook library = new Webhook(SECRET.text());
        assertThatThrownBy(() -> library.verify("{ }", http(headers))).isInstanceOf(WebhookVerificationException.class);
    }

    @Test
    void during_a_rotation_the_reference_library_accepts_either_secret() throws Exception {
        SigningSecret fresh = SigningSecret.generate(random);
        Instant now = Instant.now();
        SecretRing ring = SecretRing.of(SECRET).rotated(fresh, now, now.plus(Duration.ofHours(24)));
        var headers = SignatureForm.STANDARD.headers(ID, now, bytes("{}"), ring.activeAt(now));
        assertThat(headers.get("webhook-signature").split(" ")).hasSize(2);
        new Webhook(SECRET.text()).verify("{}", http(headers));
        new Webhook(fresh.text()).verify("{}", http(headers));
    }

    @Test
    void our_check_accepts_what_the_reference_library_signs() throws Exception {
        Instant now = Instant.now();
        String signature = new Webhook(SECRET.text()).sign(ID, now.getEpochSecond(), "{\"a\":1}");
        var headers = Map.of(
                "webhook-id",
                ID,
                "webhook-timestamp",
                Long.toString(now.getEpochSecond()),
                "webhook-signature",
                "v1,AAAA v2,ignored " + signature);
        SignatureCheck check = new SignatureCheck(SignatureForm.STANDARD, SECRET);
        assertThat(check.accepts(headers, bytes("{\"a\":1}"), now)).isTrue();
        assertThat(check.accepts(headers, bytes("{\"a\":2}"), now)).isFalse();
        assertThat(check.accepts(headers, bytes("{\"a\":1}"), now.plusSeconds(301)))
                .isFalse();
        assertThat(check.accepts(headers, bytes("{\"a\":1}"), now.minusSeconds(301)))
                .isFalse();
        assertThat(check.accepts(Map.of(), bytes("{\"a\":1}"), now)).isFalse();
    }

    /** Reference value: printf '{"task_id": "1"}' | openssl dgst -sha256 -hmac 'my secret'. */
    @Test
    void body_form_is_hex_over_the_body_with_the_newest_free_text_secret() {
        SigningSecret secret = SigningSecret.freeText("my secret");
        byte[] body = bytes("{\"task_id\": \"1\"}");
        var headers = SignatureForm.BODY_HEX.headers(ID, Instant.EPOCH, body, List.of(secret, SECRET));
        assertThat(headers)
                .containsEntry(
                        "x-webhook-signature", "06db9ae0e76fce1ece4986ec43518b046885b69796de3c438436299bc67c3a5b")
                .containsKeys("webhook-id", "webhook-timestamp")
                .doesNotContainKey("webhook-signature");
        assertThat(new SignatureCheck(SignatureForm.BODY_HEX, secret).accepts(headers, body, Instant.EPOCH))
                .isTrue();
        assertThat(new SignatureCheck(SignatureForm.BODY_HEX, SECRET).accepts(headers, body, Instant.EPOCH))
                .isFalse();
    }

    @Test
    void unsigned_form_names_the_message_and_proves_nothing() {
        var headers = SignatureForm.UNSIGNED.headers(ID, Instant.ofEpochSecond(5), bytes("{}"), List.of());
        assertThat(headers).containsOnly(Map.entry("webhook-id", ID), Map.entry("webhook-timestamp", "5"));
        assertThat(new SignatureCheck(SignatureForm.UNSIGNED, SECRET).accepts(headers, bytes("{}"), Instant.EPOCH))
                .isFalse();
    }

    @ParameterizedTest
    @EnumSource(names = {"STANDARD", "BODY_HEX"})
    void signing_form_without_a_secret_sends_nothing(SignatureForm form) {
        assertThatThrownBy(() -> form.headers(ID, Instant.EPOCH, bytes("{}"), List.of()))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void id_with_a_dot_is_refused_because_dots_part_what_is_signed() {
        assertThatThrownBy(() -> SignatureForm.STANDARD.headers("a.b", Instant.EPOCH, bytes("{}"), List.of(SECRET)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void codes_are_read_back() {
        for (SignatureForm form : SignatureForm.values()) {
            assertThat(SignatureForm.named(form.wireName())).contains(form);
        }
        assertThat(SignatureForm.named("STANDARD")).isEmpty();
    }

    private static HttpHeaders http(Map<String, String> headers) {
        Map<String, List<String>> lists = new TreeMap<>();
        headers.forEach((name, value) -> lists.put(name, List.of(value)));
        return HttpHeaders.of(lists, (name, value) -> true);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
