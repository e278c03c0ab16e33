package io.caxton.server.webhook;

import io.caxton.core.delivery.Delivery;
import io.caxton.core.storage.LocalStateException.Reason;
import io.caxton.server.webhook.Verdict.Again;
import io.caxton.server.webhook.Verdict.Handled;
import io.caxton.server.webhook.Verdict.Refused;
import io.caxton.spring.gateway.NodeClock;
import io.caxton.spring.gateway.PushGateway;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the mailbox what came of a post, for as long as its storage may recover. */
record PostSettler(PushGateway mailboxes, NodeClock clock) {
    private static final Logger LOG = LoggerFactory.getLogger(PostSettler.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final int TRIES = 30;

    /** Completes when the mailbox knows, or can no longer be told; never exceptionally. */
    CompletableFuture<Void> settle(Delivery delivery, Verdict verdict) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        attempt(delivery, verdict, TRIES, done);
        return done;
    }

    private void attempt(Delivery delivery, Verdict verdict, int triesLeft, CompletableFuture<Void> done) {
        var unused = tell(delivery, verdict).whenComplete((settled, failure) -> {
            if (failure == null) {
                done.complete(null);
            } else if (mayPass(failure) && triesLeft > 1) {
                clock.after(PAUSE, () -> attempt(delivery, verdict, triesLeft - 1, done));
            } else {
                LOG.warn(
                        "Message {} stays with agent {} until its lease ends: {}",
                        delivery.messageId(),
                        delivery.agentName(),
                        failure.toString());
                done.complete(null);
            }
        });
    }

    private CompletableFuture<?> tell(Delivery delivery, Verdict verdict) {
        if (verdict instanceof Handled) {
            return mailboxes.ack(delivery);
        }
        if (verdict instanceof Refused refused) {
            return mailboxes.nack(delivery, refused.reason(), false, Optional.empty());
        }
        Again again = (Again) verdict;
        return mailboxes.nack(delivery, again.reason(), true, again.delay());
    }

    private static boolean mayPass(Throwable failure) {
        return Reason.STORAGE_FULL.isWhy(failure) || Reason.OVERLOADED.isWhy(failure);
    }
}
