package io.caxton.core.delivery;

import java.util.Optional;

/**
 * Where deliveries wait that go to another node: to all that holds deliveries it looks like an instance of an agent, whose
 * id is the node's with {@value #MARK} before it. No id of an agent begins so.
 */
public final class Outbox {
    /** What the id of an outbox begins with, and that of no agent. */
    public static final String MARK = "@";

    private Outbox() {}

    /** The id of the outbox of a node. */
    public static String of(String nodeId) {
        return MARK + nodeId;
    }

    /** Whether this is the id of an outbox rather than that of an agent. */
    public static boolean isOutbox(String holder) {
        return holder.startsWith(MARK);
    }

    /** The node whose outbox this is; empty if it is an agent's id. */
    public static Optional<String> nodeOf(String holder) {
        return isOutbox(holder) ? Optional.of(holder.substring(MARK.length())) : Optional.empty();
    }
}
