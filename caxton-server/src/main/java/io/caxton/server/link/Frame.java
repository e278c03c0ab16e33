package io.caxton.server.link;

import io.caxton.core.engine.Mailboxes.Leased;
import io.caxton.server.json.LeasedJson;
import java.util.Optional;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * One frame from the node to its client. A delivery is written as JSON only when its turn comes.
 *
 * @param size what it counts against what may wait, about its bytes
 * @param delivery the message it carries, which goes back to the mailbox if it is never sent
 */
record Frame(long size, Optional<ObjectNode> json, Optional<Leased> delivery) {
    /** What a message adds to its content, about. */
    private static final int ENVELOPE = 512;

    static Frame of(ObjectNode json, long size) {
        return new Frame(size, Optional.of(json), Optional.empty());
    }

    static Frame of(ObjectNode json) {
        return of(json, ENVELOPE);
    }

    static Frame deliver(Leased leased) {
        return new Frame(leased.message().sizeBytes() + ENVELOPE, Optional.empty(), Optional.of(leased));
    }

    String text() {
        return json.orElseGet(() -> write(delivery.orElseThrow())).toString();
    }

    private static ObjectNode write(Leased leased) {
        ObjectNode frame = JsonNodeFactory.instance.objectNode().put("type", "deliver");
        frame.set("message", LeasedJson.write(leased));
        return frame;
    }
}
