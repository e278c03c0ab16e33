package io.caxton.swim.wire;

import java.util.List;
import java.util.Map;

/** What Serf carries in user messages and user states, as far as it concerns a member. Times are Lamport's. */
public sealed interface SerfMessage {
    /** Whether everybody who hears it is to pass it on. */
    default boolean isForAll() {
        return true;
    }

    /**
     * A member says that it goes.
     *
     * @param prune whether it is to be forgotten at once
     */
    record Leave(long time, String node, boolean prune) implements SerfMessage {}

    /** A member says that it has come. */
    record Join(long time, String node) implements SerfMessage {}

    /**
     * What one member knows.
     *
     * @param time the next that it will use; so are those of events and queries
     * @param statusTimes when each member announced something last
     */
    record PushPull(long time, Map<String, Long> statusTimes, List<String> left, long eventTime, long queryTime)
            implements SerfMessage {
        @Override
        public boolean isForAll() {
            return false;
        }
    }

    /** A user's event; what it says is passed on unread. */
    record Event(long time) implements SerfMessage {}

    /** A user's question; what it asks is passed on unread. */
    record Query(long time) implements SerfMessage {}

    /** Meant for others: answers to questions, keys, relays. */
    record Other() implements SerfMessage {
        @Override
        public boolean isForAll() {
            return false;
        }
    }
}
