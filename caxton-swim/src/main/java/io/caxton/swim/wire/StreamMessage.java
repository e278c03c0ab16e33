package io.caxton.swim.wire;

import io.caxton.swim.ByteString;
import io.caxton.swim.NodeState;
import io.caxton.swim.SwimMessage;
import java.util.List;

/** What members say to each other over streams: one message each way. */
public sealed interface StreamMessage {
    /**
     * All that one knows of the members (push/pull); answered by the same.
     *
     * @param join whether the one who asks wants to become a member
     * @param userState what is none of the protocol's business
     */
    record States(boolean join, List<NodeState> nodes, ByteString userState) implements StreamMessage {
        public States {
            nodes = List.copyOf(nodes);
        }
    }

    /** Something that is none of the protocol's business; not answered. */
    record User(ByteString body) implements StreamMessage {}

    /** Are you there, though no packet gets through? Answered by an {@link Ack}. */
    record Ping(SwimMessage.Ping ping) implements StreamMessage {}

    record Ack(SwimMessage.Ack ack) implements StreamMessage {}

    /** The other could not do what it was asked for; it may say so instead of any answer. */
    record Failure(String error) implements StreamMessage {}
}
