package io.caxton.server.link;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.caxton.server.web.SecuredApiTest;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;

/** One frame each second would take a minute to fill what a test empties at once. */
@TestPropertySource(properties = {"caxton.limits.rate.requests-per-second=1", "caxton.limits.rate.burst=60"})
@DirtiesContext
class LinkRateTest extends SecuredApiTest {
    private static final int MOST = 100_000;

    @Test
    void framesCountAsRequestsDo() {
        Logger logger = (Logger) LoggerFactory.getLogger("caxton.audit");
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        logger.addAppender(lines);
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
            await(() -> List.copyOf(lines.list).stream()
                    .anyMatch(event -> event.getFormattedMessage().startsWith(line)));
        } finally {
            logger.detachAppender(lines);
        }
    }

    private static JsonNode ack(LinkClient link) {
        return link.say("{'type':'ack','ref':'a','message_id':'none'}").next("refused");
    }

    private static void expectTooFast(JsonNode frame) {
        assertThat(frame.at("/problem/type").asString()).isEqualTo("urn:caxton:problem:too-many-requests");
        assertThat(frame.path("retry_after").asString()).startsWith("PT");
    }
}
