package io.caxton.server.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.caxton.server.web.SecuredApiTest;
import io.caxton.server.web.TokenIssuer;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** No connection outlives the token that it was opened with. */
@DirtiesContext
class ExpiredTokenTest extends SecuredApiTest {
    /** Expired, but for 15 s more within what is allowed for clocks that differ. */
    private static final int EXPIRED_SECONDS = 45;

    private static final TokenIssuer ISSUER = new TokenIssuer();

    @DynamicPropertySource
    static void resourceServer(DynamicPropertyRegistry registry) {
        registry.add("spring.security.oauth2.resourceserver.jwt.jwk-set-uri", () -> ISSUER.uri() + "/keys");
    }

    @AfterAll
    static void stop() {
        ISSUER.close();
    }

    private static String token(int secondsLeft) {
        Date end = Date.from(Instant.now().plusSeconds(secondsLeft));
        return ISSUER.signed(ISSUER.claims("anna").expirationTime(end).build());
    }

    private LinkClient link(String credential) {
        LinkClient link = LinkClient.open(port, register("own-" + newName()), credential);
        link.next("welcome");
        return link;
    }

    private static void expectAlive(LinkClient link) {
        link.say("{'type':'ack','message_id':'none'}").next("refused");
    }

    @Test
    void linksAndStreamsEndWithTheirTokenAndNotWithOthers() throws Exception {
        String agent = register("own-" + newName());
        String token = token(-EXPIRED_SECONDS);
        HttpResponse<InputStream> stream = HttpClient.newHttpClient()
                .send(
                        as(token, anonymous("/api/v1/agents/" + agent + "/stream"))
                                .build(),
                        BodyHandlers.ofInputStream());
        assertThat(stream.statusCode()).isEqualTo(200);
        try (LinkClient link = link(token);
                LinkClient later = link(token(3_600));
                LinkClient key = link(OWNER)) {
            expectAlive(link);
            assertThat(link.next("goodbye").path("reason").asString()).isEqualTo("expired");
            assertThat(link.closeCode()).isEqualTo(4004);
            // Neither before requests are refused, nor after.
            send(as(token, anonymous("/api/v1/agents"))).expectProblem(401, "unauthenticated");
            String all = new String(stream.body().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(all).contains("\n\n: expired: ").endsWith("\n\n");
            expectAlive(later);
            expectAlive(key);
        }
    }
}
