package io.caxton.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.TestPropertySource;

/** One request each second would take a hundred seconds to fill what a test empties at once. */
@TestPropertySource(properties = {"caxton.limits.rate.requests-per-second=1", "caxton.limits.rate.burst=100"})
@DirtiesContext
class RateApiTest extends SecuredApiTest {

    @Test
    void everyMessageOfABatchCounts() {
        String name = "own-" + newName();
        register(name);
        send(as(OWNER, json("POST", "/api/v1/messages/batch", batch(name, 60)))).expect(202);
        Answer refused = send(as(OWNER, json("POST", "/api/v1/messages/batch", batch(name, 60))))
                .expectProblem(429, "too-many-requests");
        assertThat(Long.parseLong(refused.header("Retry-After"))).isBetween(1L, 60L);
        assertThat(get("/api/v1/agents?name=" + name).expect(200)).isNotNull();
    }

    @Test
    void whoIsTooFastIsToldWhenToComeBackAndOthersAreNotHeldUp() {
        int asked = 0;
        Answer answer = send(as(VIEWER, anonymous("/api/v1/capabilities")));
        while (answer.status() == 200 && asked++ < 100_000) {
            answer = send(as(VIEWER, anonymous("/api/v1/capabilities")));
        }
        answer.expectProblem(429, "too-many-requests");
        assertThat(Long.parseLong(answer.header("Retry-After"))).isPositive();
        assertThat(asked).isGreaterThanOrEqualTo(99);
        send(as(OTHER, anonymous("/api/v1/capabilities"))).expect(200);
    }

    private static String batch(String name, int messages) {
        return "{'messages':[" + String.join(",", Collections.nCopies(messages, message("own-a", name))) + "]}";
    }
}
