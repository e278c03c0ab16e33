package io.caxton.swim.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class QuietLogTest {
    private static final Instant START = Instant.EPOCH;

    private final LogLines lines = new LogLines();
    private final QuietLog log = new QuietLog(LoggerFactory.getLogger(QuietLogTest.class));

    @AfterEach
    void close() {
        lines.close();
    }

    @Test
    void aKindIsToldOnceInAWhileAndHowOftenItHappened() {
        for (int i = 0; i < 5; i++) {
            log.warn(START.plusSeconds(i), "bomb", "A bomb");
        }
        assertThat(lines.warnings("")).containsExactly("A bomb");
        log.warn(START.plus(QuietLog.PAUSE), "bomb", "Another bomb");
        assertThat(lines.warnings("")).containsExactly("A bomb", "Another bomb (and 4 times before)");
    }

    @Test
    void kindsAreSilentEachByItself() {
        log.warn(START, "one", "One");
        log.warn(START, "two", "Two");
        assertThat(lines.warnings("")).containsExactly("One", "Two");
    }

    @Test
    void whateverOthersMakeUpThereAreFewKindsAndFewLines() {
        for (int i = 0; i < 10_000; i++) {
            log.warn(START, "name " + i, "Two nodes are named " + i);
        }
        assertThat(log.kinds()).isEqualTo(QuietLog.MOST_KINDS + 1);
        assertThat(lines.warnings("")).hasSize(QuietLog.MOST_KINDS + 1);
        log.warn(START, "name 1", "known");
        assertThat(lines.warnings("known")).isEmpty();
    }

    @Test
    void kindsThatMaySpeakAgainMakeRoom() {
        for (int i = 0; i < 1_000; i++) {
            log.warn(START, "name " + i, "old");
        }
        log.warn(START.plus(QuietLog.PAUSE), "news", "new");
        assertThat(log.kinds()).isEqualTo(1);
        assertThat(lines.warnings("new")).hasSize(1);
    }
}
