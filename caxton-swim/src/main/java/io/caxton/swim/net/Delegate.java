package io.caxton.swim.net;

import io.caxton.swim.ByteString;
import io.caxton.swim.MembershipEvent;
import io.caxton.swim.NodeAddress;
import io.caxton.swim.wire.KeyRing;
import java.util.Optional;

/** What is carried on top of the membership protocol. Called on the node's thread, which must not be blocked. */
public interface Delegate {
    /** Nothing is carried. */
    Delegate NONE = new Delegate() {};

    /** What may be asked of the node that carries it; on the node's thread. */
    interface Carrier {
        /** Spreads a message to all members. */
        void broadcast(ByteString body);

        /** Sends a message in a packet, which may be lost, to the member at an address; if there is none, nothing is sent. */
        void answer(NodeAddress to, ByteString body);

        /** The keys in use; empty if nothing is encrypted. */
        Optional<KeyRing> keys();

        /** Uses other keys from now on, and tells {@link #keysChanged} so; only where something is encrypted already. */
        void useKeys(KeyRing keys);

        /** Does something on the node's thread. Any thread may ask for it; false if the node is closed or has too much to do. */
        boolean execute(Runnable task);
    }

    /** The node has started. */
    default void started(Carrier carrier) {}

    /** What is spread before this node says goodbye. */
    default Optional<ByteString> farewell() {
        return Optional.empty();
    }

    /** A seed did not let this node join; it is asked again. */
    default void notJoined(NodeAddress seed, String reason) {}

    /** What goes along when states are exchanged. */
    default ByteString localState(boolean join) {
        return ByteString.EMPTY;
    }

    /** What came along. */
    default void remoteState(ByteString state, boolean join) {}

    /** A message that was broadcast, or sent to this node. */
    default void message(ByteString body) {}

    /** Other keys are used from now on, because another member wants it so. Who keeps them in a file writes it anew. */
    default void keysChanged(KeyRing keys) {}

    /** This node has learnt something. */
    default void told(MembershipEvent event) {}
}
