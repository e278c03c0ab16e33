package io.caxton.server.link;

import io.caxton.core.message.TraceContext;
import io.caxton.core.request.AgentRequests.Heartbeat;
import io.caxton.core.request.MailboxRequests.Nack;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import tools.jackson.databind.node.ObjectNode;

/** What a client says on its link. */
sealed interface ClientFrame {

    /** A message it is handing over; {@code message} is as the REST API takes it and not checked yet. */
    record Send(ObjectNode message, Optional<String> idempotencyKey, Optional<TraceContext> trace)
            implements ClientFrame {}

    /** An answer to a message it holds, which is acknowledged together with it; not checked yet. */
    record Reply(Held held, ObjectNode message, Optional<TraceContext> trace) implements ClientFrame {}

    record Ack(Held held) implements ClientFrame {}

    record Return(Held held, Nack nack) implements ClientFrame {}

    record Extend(Held held, Duration lease) implements ClientFrame {}

    /** Nothing but the credit that any frame may carry. */
    record Credit() implements ClientFrame {}

    record Alive(Heartbeat heartbeat) implements ClientFrame {}

    /**
     * A message in the client's hands.
     *
     * @param attempt which hand-out is meant, if it says so
     */
    record Held(String messageId, OptionalInt attempt) {}
}
