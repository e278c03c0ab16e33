package io.caxton.swim.net;

import io.caxton.swim.Counter;
import io.caxton.swim.Swim;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;

/** Says in the log what the protocol, which has none, has refused. On the loop's thread. */
final class Refusals {
    private static final Map<Counter, String> WORDS = new EnumMap<>(Map.of(
            Counter.FORGED_SENDERS,
            "An answer was asked for at an address at which the asker is not known; it went to where the question came from",
            Counter.MEMBERS_REFUSED,
            "A member was not taken: there are as many as there may be, or its name or address makes no sense",
            Counter.RELAYS_REFUSED,
            "A node was not probed for another: it is not known here, or too many are being probed",
            Counter.BROADCASTS_DROPPED,
            "A broadcast was dropped: as many wait as may",
            Counter.INCOMPATIBLE,
            "A member was not taken: it does not speak our version of the protocol",
            Counter.MISDIRECTED,
            "A ping was for a node of another name"));

    private final Swim swim;
    private final QuietLog log;
    private final Map<Counter, Long> seen = new EnumMap<>(Counter.class);

    Refusals(Swim swim, QuietLog log) {
        this.swim = swim;
        this.log = log;
    }

    /**
     * Looks whether there are new ones.
     *
     * @param cause who may have caused them
     */
    void look(Instant now, Object cause) {
        WORDS.forEach((counter, words) -> {
            long count = swim.count(counter);
            if (count > seen.getOrDefault(counter, 0L)) {
                seen.put(counter, count);
                log.warn(now, counter.name(), words + "; from " + cause);
            }
        });
    }
}
