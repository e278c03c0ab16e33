package io.caxton.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.TestPropertySource;

@TestPropertySource(
        properties = {
            "caxton.limits.rate.failed-authentications=5",
            "caxton.limits.rate.failed-authentications-every=1h"
        })
@DirtiesContext
class GuessingApiTest extends SecuredApiTest {

    @Test
    void whoGuessesIsRefusedBeforeItsNextKeyIsLookedAt() {
        send(as(OWNER, anonymous("/api/v1/agents"))).expect(200);
        for (int i = 0; i < 5; i++) {
            send(as("guess-" + i, anonymous("/api/v1/agents"))).expectProblem(401, "unauthenticated");
        }
        Answer refused = send(as("guess-6", anonymous("/api/v1/agents"))).expectProblem(429, "too-many-requests");
        assertThat(Long.parseLong(refused.header("Retry-After"))).isBetween(3_000L, 3_600L);
        // A right guess is not told from a wrong one.
        Answer right = send(as(VIEWER, anonymous("/api/v1/agents"))).expectProblem(429, "too-many-requests");
        assertThat(right.text("/detail")).isEqualTo(refused.text("/detail"));
        // Who came in from here before, and who brings no key, goes on.
        send(as(OWNER, anonymous("/api/v1/agents"))).expect(200);
        send(anonymous("/api/v1/agents")).expectProblem(401, "unauthenticated");
        send(anonymous("/actuator/health/liveness")).expect(200);
    }
}
