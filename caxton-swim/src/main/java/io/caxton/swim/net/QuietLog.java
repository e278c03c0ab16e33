package io.caxton.swim.net;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;

/**
 * Logs what others can cause: each kind of thing at most once a while, with how often it happened. What others make up may be
 * part of a kind: when there are too many, the rest are one kind. On the loop's thread.
 */
final class QuietLog {
    static final Duration PAUSE = Duration.ofSeconds(30);
    static final int MOST_KINDS = 64;
    private static final String REST = "the rest";

    private final Logger log;
    private final Map<String, Line> lines = new HashMap<>();

    private static final class Line {
        Instant silentUntil = Instant.MIN;
        long silenced;
    }

    QuietLog(Logger log) {
        this.log = log;
    }

    /** Warns of something, unless that was done a short while ago. */
    void warn(Instant now, String kind, String what) {
        Line line = line(now, kind);
        if (now.isBefore(line.silentUntil)) {
            line.silenced++;
            return;
        }
        log.warn("{}{}", what, line.silenced == 0 ? "" : " (and " + line.silenced + " times before)");
        line.silenced = 0;
        line.silentUntil = now.plus(PAUSE);
    }

    private Line line(Instant now, String kind) {
        if (!lines.containsKey(kind) && lines.size() >= MOST_KINDS) {
            lines.values().removeIf(old -> !now.isBefore(old.silentUntil));
        }
        boolean isRest = !lines.containsKey(kind) && lines.size() >= MOST_KINDS;
        return lines.computeIfAbsent(isRest ? REST : kind, added -> new Line());
    }

    /** How many kinds it remembers. */
    int kinds() {
        return lines.size();
    }
}
