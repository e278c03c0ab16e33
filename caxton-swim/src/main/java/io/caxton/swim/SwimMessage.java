package io.caxton.swim;

import java.util.Optional;

/** What members say to each other in packets. Sequence numbers and incarnations are unsigned 32-bit numbers. */
public sealed interface SwimMessage {
    /** Whom an answer is for, if that is not who sent the packet. */
    record Sender(NodeAddress address, String name) {}

    /**
     * Are you there?
     *
     * @param node who is meant; empty if whoever is at the address
     */
    record Ping(long sequence, String node, Optional<Sender> sender) implements SwimMessage {}

    /**
     * Ask another whether it is there.
     *
     * @param nack whether to tell also when it does not answer
     */
    record IndirectPing(long sequence, NodeAddress target, String node, boolean nack, Optional<Sender> sender)
            implements SwimMessage {}

    /** The answer to a ping, or to an indirect one once the target has answered. */
    record Ack(long sequence, ByteString payload) implements SwimMessage {}

    /** The target of an indirect ping has not answered so far. */
    record Nack(long sequence) implements SwimMessage {}

    /** {@code from} has had no answer from a member. */
    record Suspect(long incarnation, String node, String from) implements SwimMessage {}

    /** A member is there, and this is what it says about itself. */
    record Alive(long incarnation, String node, NodeAddress address, ByteString meta, ProtocolVersions versions)
            implements SwimMessage {}

    /** A member has failed, or has left if it says so itself. */
    record Dead(long incarnation, String node, String from) implements SwimMessage {
        boolean isGoodbye() {
            return node.equals(from);
        }
    }

    /** Something that is none of the protocol's business. */
    record User(ByteString body) implements SwimMessage {}
}
