package io.caxton.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.test.context.TestPropertySource;

/** Where Spring Boot would believe forwarded headers unasked. */
@TestPropertySource(properties = "spring.main.cloud-platform=kubernetes")
class ForwardedApiTest extends SecuredApiTest {

    @Test
    void nobodyChoosesItsOwnAddress() {
        Logger logger = (Logger) LoggerFactory.getLogger("caxton.audit");
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        logger.addAppender(lines);
        try {
            send(as("guessed-key", anonymous("/api/v1/agents/forwarded")).header("X-Forwarded-For", "203.0.113.9"))
                    .expect(401);
            await(() -> List.copyOf(lines.list).stream()
                    .anyMatch(line -> line.getFormattedMessage().contains("/agents/forwarded")));
        } finally {
            logger.detachAppender(lines);
        }
        assertThat(List.copyOf(lines.list).toString())
                .contains("remote=\"127.0.0.1\"")
                .doesNotContain("203.0.113.9");
    }
}
