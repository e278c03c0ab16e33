package io.caxton.swim.net;

import io.caxton.swim.ByteString;
import io.caxton.swim.MembershipEvent;
import java.util.Optional;

/** What is carried on top of the membership protocol. Called on the node's thread, which must not be blocked. */
public interface Delegate {
    /** Nothing is carried. */
    Delegate NONE = new Delegate() {};

    /** Spreads a message to all members. */
    interface Broadcaster {
        void broadcast(ByteString body);
    }

    /** The node has started. */
    default void started(Broadcaster broadcaster) {}

    /** What is spread before this node says goodbye. */
    default Optional<ByteString> farewell() {
        return Optional.empty();
    }

    /** What goes along when states are exchanged. */
    default ByteString localState(boolean join) {
        return ByteString.EMPTY;
    }

    /** What came along. */
    default void remoteState(ByteString state, boolean join) {}

    /** A message that was broadcast, or sent to this node. */
    default void message(ByteString body) {}

    /** This node has learnt something. */
    default void told(MembershipEvent event) {}
}
