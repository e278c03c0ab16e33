package io.caxton.server.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.caxton.server.web.AuditLines;
import io.caxton.server.web.SecuredApiTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;

/** One frame each second would take a minute to fill what a test empties at once. */
@TestPropertySource(
        properties = {
            "caxton.limits.rate.requests-per-second=1",
            "caxton.limits.rate.burst=60",
            "caxton.link.max-mistakes=3"
        })
@DirtiesContext
class LinkRateTest extends SecuredApiTest {
    private static final int MOST = 100_000;
    private static final int MISTAKES = 3;

    @RegisterExtension
    final AuditLines audit = new AuditLines();

    @Test
    void framesCountAsRequestsDo() {
        String name = "own-" + newName();
        String agent = register(name);
        try (LinkClient link = LinkClient.open(port, agent, OWNER)) {
            link.next("welcome");
            JsonNode answer = ack(link);
            int asked = 1;
            while (answer.at("/problem/status").intValue() == 404 && asked++ < MOST) {
                answer = ack(link);
            }
            assertThat(asked).isGreaterThanOrEqualTo(50);
            expectTooFast(answer);
            assertThat(answer.path("ref").asString()).isEqualTo("a");
            // The handshake and the frames of one principal are counted together.
            send(as(OWNER, anonymous("/api/v1/capabilities"))).expectProblem(429, "too-many-requests");
            send(as(OTHER, anonymous("/api/v1/capabilities"))).expect(200);
            link.say("{'type':'credit','credit':1}");
            expectTooFast(link.next("error"));
            String line = "caller=\"owner\" act=rate resource=\"link " + agent + "\" outcome=refused";
            audit.await(line);
            expectOpenAfterMoreRefusalsThanMistakes(link);
        }
    }

    /** A client that sent in advance what it may not send so fast learns of each; it has not misunderstood anything. */
    private static void expectOpenAfterMoreRefusalsThanMistakes(LinkClient link) {
        int tooFast = 0;
        while (tooFast <= 2 * MISTAKES) {
            tooFast += ack(link).at("/problem/status").intValue() == 429 ? 1 : 0;
        }
        ack(link);
    }

    private static JsonNode ack(LinkClient link) {
        return link.say("{'type':'ack','ref':'a','message_id':'none'}").next("refused");
    }

    private static void expectTooFast(JsonNode frame) {
        assertThat(frame.at("/problem/type").asString()).isEqualTo("urn:caxton:problem:too-many-requests");
        assertThat(frame.path("retry_after").asString()).startsWith("PT");
    }
}
