package io.caxton.server.web;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.LoggerFactory;

/** What the audit log says while a test runs. */
public final class AuditLines implements BeforeEachCallback, AfterEachCallback {
    private final Logger logger = (Logger) LoggerFactory.getLogger("caxton.audit");
    private final ListAppender<ILoggingEvent> heard = new ListAppender<>();

    @Override
    public void beforeEach(ExtensionContext test) {
        heard.start();
        logger.addAppender(heard);
    }

    @Override
    public void afterEach(ExtensionContext test) {
        logger.detachAppender(heard);
        heard.stop();
    }

    /** The lines so far. */
    public List<String> all() {
        return List.copyOf(heard.list).stream()
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    /** Waits for a line of this beginning: it may be written after the answer was sent. */
    public void await(String beginning) {
        ApiTest.await(() -> all().stream().anyMatch(line -> line.startsWith(beginning)));
    }
}
