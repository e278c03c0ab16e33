package io.caxton.swim.net;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;

/** Logs what others can cause: each kind of thing at most once a while, with how often it happened. On the loop's thread. */
final class QuietLog {
    static final Duration PAUSE = Duration.ofSeconds(30);

    private final Logger log;
    private final Map<String, Line> lines = new HashMap<>();

    private static final class Line {
        Instant silentUntil = Instant.MIN;
        long silenced;
    }

    QuietLog(Logger log) {
        this.log = log;
    }

    /**
     * Warns of something.
     *
     * @param kind one of few
     */
    void warn(Instant now, String kind, String what) {
        Line line = lines.computeIfAbsent(kind, added -> new Line());
        if (now.isBefore(line.silentUntil)) {
            line.silenced++;
            return;
        }
        log.warn("{}{}", what, line.silenced == 0 ? "" : " (and " + line.silenced + " times before)");
        line.silenced = 0;
        line.silentUntil = now.plus(PAUSE);
    }
}
