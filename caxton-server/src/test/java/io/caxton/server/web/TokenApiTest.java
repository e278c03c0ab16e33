package io.caxton.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** JSON Web Tokens beside API keys, with a real issuer's keys fetched over HTTP. */
@DirtiesContext
class TokenApiTest extends SecuredApiTest {
    private static final TokenIssuer ISSUER = new TokenIssuer();

    @DynamicPropertySource
    static void resourceServer(DynamicPropertyRegistry registry) {
        String prefix = "spring.security.oauth2.resourceserver.jwt.";
        registry.add(prefix + "jwk-set-uri", () -> ISSUER.uri() + "/keys");
        registry.add(prefix + "issuer-uri", ISSUER::uri);
        registry.add(prefix + "audiences", () -> "caxton");
    }

    @AfterAll
    static void stop() {
        ISSUER.close();
    }

    private Answer ask(String token) {
        return send(as(token, anonymous("/api/v1/agents")));
    }

    private Answer register(String name, JWTClaimsSet claims) {
        return send(as(ISSUER.signed(claims), json("POST", "/api/v1/agents", "{'name':'" + name + "'}")));
    }

    @Test
    void theClaimsSayWhatTheBearerMayDo() {
        JWTClaimsSet agent = ISSUER.claims("anna").build();
        register("own-" + newName(), agent).expect(201);
        register("other-" + newName(), agent).expectProblem(403, "forbidden");
        send(as(ISSUER.signed(agent), anonymous("/actuator/metrics"))).expectProblem(403, "forbidden");
        JWTClaimsSet text = ISSUER.claims("bert")
                .claim("roles", "viewer agent")
                .claim("agents", "one-x two-x")
                .build();
        register("two-x", text).expect(201);
        send(as(ISSUER.signed(text), anonymous("/actuator/metrics"))).expect(200);
        register("two-x", ISSUER.claims("dora").claim("roles", List.of("admin")).build())
                .expect(201);
    }

    @Test
    void keysWorkBesideTokens() {
        send(as(OWNER, anonymous("/api/v1/agents"))).expect(200);
        ask(ISSUER.signed(ISSUER.claims("anna").build())).expect(200);
    }

    @Test
    void aTokenWithoutARoleMayDoNothing() {
        ask(ISSUER.signed(ISSUER.claims("x").claim("roles", List.of("root")).build()))
                .expectProblem(403, "forbidden");
        ask(ISSUER.signed(ISSUER.claims("x").claim("roles", null).build())).expectProblem(403, "forbidden");
        ask(ISSUER.signed(ISSUER.claims("x").claim("roles", 7).build())).expectProblem(403, "forbidden");
    }

    @Test
    void tokensThatAreNotForThisNodeOrNotValidAreRefused() {
        Date past = Date.from(Instant.now().minusSeconds(3_600));
        Date future = Date.from(Instant.now().plusSeconds(1_800));
        JWTClaimsSet good = ISSUER.claims("anna").build();
        List<String> refused = List.of(
                ISSUER.signed(ISSUER.claims("anna").expirationTime(past).build()),
                ISSUER.signed(ISSUER.claims("anna").notBeforeTime(future).build()),
                ISSUER.signed(
                        ISSUER.claims("anna").issuer("http://other.example").build()),
                ISSUER.signed(ISSUER.claims("anna").audience("another-service").build()),
                ISSUER.signed(ISSUER.claims("anna").audience((String) null).build()),
                ISSUER.signed(ISSUER.claims("x".repeat(257)).build()),
                ISSUER.signed(ISSUER.claims("anna").subject(null).build()),
                ISSUER.signedByAStranger(good),
                ISSUER.signedWithThePublicKey(good),
                TokenIssuer.unsigned(good),
                ISSUER.signed(good) + "x",
                ISSUER.signed(good).replaceFirst("\\.[^.]*\\.", "."),
                "a.b.c",
                "..");
        for (String token : refused) {
            Answer answer = ask(token).expectProblem(401, "unauthenticated");
            assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer realm=\"caxton\"");
            assertThat(answer.response().body()).doesNotContainIgnoringCase("expired", "issuer", "signature", "aud");
        }
        ask(ISSUER.signed(good)).expect(200);
    }
}
