package io.caxton.swim.wire;

import io.caxton.swim.ByteString;
import io.caxton.swim.NodeAddress;
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

    /**
     * A question to all members.
     *
     * @param id random; an answer carries it and the time
     * @param from where the answer goes
     * @param isFiltered whether only some members are asked
     * @param wantsAck whether everybody asked is to say that the question has arrived
     * @param isForAll whether everybody who hears it is to pass it on
     * @param name what is asked; Serf's own questions begin with {@code _serf_}
     */
    record Query(
            long time,
            long id,
            NodeAddress from,
            boolean isFiltered,
            boolean wantsAck,
            boolean isForAll,
            String name,
            ByteString payload)
            implements SerfMessage {}

    /**
     * An answer to a question.
     *
     * @param from the name of the one who answers
     * @param isAck whether it says only that the question has arrived
     */
    record QueryResponse(long time, long id, String from, boolean isAck, ByteString payload) implements SerfMessage {
        @Override
        public boolean isForAll() {
            return false;
        }
    }

    /** The payload of a question: which key is to be installed, used or removed. */
    record KeyRequest(ByteString key) implements SerfMessage {
        @Override
        public boolean isForAll() {
            return false;
        }
    }

    /**
     * The payload of an answer to it.
     *
     * @param message why it was not done; empty if it was
     * @param keys all keys of a member, the primary first; empty if they were not asked for
     */
    record KeyResponse(boolean done, String message, List<ByteString> keys) implements SerfMessage {
        @Override
        public boolean isForAll() {
            return false;
        }
    }

    /** Meant for others: answers to questions, relays. */
    record Other() implements SerfMessage {
        @Override
        public boolean isForAll() {
            return false;
        }
    }
}
