package io.caxton.server.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.caxton.core.agent.WebhookSecret;
import java.util.List;
import org.junit.jupiter.api.Test;

class SignatureTest {
    /** The example that the libraries of the specification test themselves with. */
    @Test
    void signsAsTheSpecificationDoes() {
        WebhookSecret secret = WebhookSecret.parse("secret", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
        String body = "{\"test\": 2432232314}";
        assertThat(Signature.of(List.of(secret), "msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330L, body.getBytes(UTF_8)))
                .isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }
}
