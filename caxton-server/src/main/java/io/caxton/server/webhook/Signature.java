package io.caxton.server.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.caxton.core.agent.WebhookSecret;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs a post as the Standard Webhooks specification says: HMAC-SHA256 over id, timestamp and body with dots between. */
final class Signature {
    private static final String ALGORITHM = "HmacSHA256";

    private Signature() {}

    /** The value of {@code webhook-signature}: one signature for each secret, separated by blanks. */
    static String of(List<WebhookSecret> secrets, String id, long epochSecond, byte[] body) {
        return secrets.stream()
                .map(secret -> sign(secret, id, epochSecond, body))
                .collect(Collectors.joining(" "));
    }

    private static String sign(WebhookSecret secret, String id, long epochSecond, byte[] body) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret.key(), ALGORITHM));
            mac.update((id + '.' + epochSecond + '.').getBytes(UTF_8));
            return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, e);
        }
    }
}
