package dev.sotto.webhook.sign;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** What webhooks.md shows to whoever receives webhooks in Java. */
final class ReceiverExample {
    private ReceiverExample() {}

    static boolean isOurs(String secret, String id, String timestamp, String signatures, byte[] body)
            throws GeneralSecurityException {
        if (Math.abs(Instant.now().getEpochSecond() - Long.parseLong(timestamp)) > 300) {
            return false;
        }
        byte[] key = Base64.getDecoder().decode(secret.substring("whsec_".length()));
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        mac.update((id + "." + timestamp + ".").getBytes(UTF_8));
        String expected = "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
        boolean isOurs = false;
        for (String given : signatures.split(" ", -1)) {
            isOurs |= MessageDigest.isEqual(expected.getBytes(UTF_8), given.getBytes(UTF_8));
        }
        return isOurs;
    }
}
