package io.caxton.spring.gateway;

import io.caxton.core.engine.AcceptResult;
import io.caxton.core.engine.AcceptResult.Rejected;
import io.caxton.core.engine.DeliveryEngine;
import io.caxton.core.engine.Mailboxes.Settlement;
import io.caxton.core.engine.Submission;
import io.caxton.core.storage.Transaction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Answers and acknowledges in one transaction. */
final class Replies {
    private Replies() {}

    static List<AcceptResult> acceptAndAck(
            DeliveryEngine engine,
            Transaction tx,
            Instant now,
            String agentId,
            String messageId,
            OptionalInt attempt,
            List<Submission> replies) {
        List<AcceptResult> results = new ArrayList<>();
        for (Submission reply : replies) {
            AcceptResult result = engine.acceptance().accept(tx, now, reply);
            results.add(result);
            if (result instanceof Rejected rejected) {
                throw new ReplyNotAcceptedException("a reply was not accepted", Optional.of(rejected));
            }
        }
        if (engine.mailboxes().ack(tx, now, agentId, messageId, attempt) != Settlement.DONE) {
            throw new ReplyNotAcceptedException("its lease is another's by now", Optional.empty());
        }
        return results;
    }
}
