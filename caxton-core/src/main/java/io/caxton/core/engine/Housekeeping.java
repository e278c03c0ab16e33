package io.caxton.core.engine;

import io.caxton.core.delivery.Delivery;
import io.caxton.core.delivery.Outbox;
import io.caxton.core.storage.Transaction;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What time itself brings about: leases and deadlines that end, idle conversations, retention. */
public final class Housekeeping {
    private static final Duration PRUNE_EVERY = Duration.ofMinutes(1);

    /** Large messages go a few at a time until the rest fits. */
    private static final int OVERSIZE_STEP = 10;

    private final EngineContext context;
    private final Outcomes outcomes;
    private final AgentLifecycle agents;
    private final ConversationControl conversations;
    private final Forwarding forwarding;
    private final Copies copies;
    private Instant prunedAt = Instant.MIN;

    Housekeeping(
            EngineContext context,
            Outcomes outcomes,
            AgentLifecycle agents,
            ConversationControl conversations,
            Forwarding forwarding,
            Copies copies) {
        this.context = context;
        this.outcomes = outcomes;
        this.agents = agents;
        this.conversations = conversations;
        this.forwarding = forwarding;
        this.copies = copies;
    }

    /**
     * Does what is due, at most {@code limit} of each kind so that one transaction stays short.
     *
     * @return whether more may be due at once
     */
    public boolean tick(Transaction tx, Instant now, int limit) {
        int silent = agents.expireLeases(tx, now, limit);
        List<Delivery> ended = tx.deliveries().leasesEnded(now, limit);
        ended.forEach(d -> {
            if (d.agentId().filter(Outbox::isOutbox).isEmpty()) {
                outcomes.retry(tx, now, d, "its lease ran out", Optional.empty());
            }
        });
        forwarding
                .outboxes()
                .unanswered(
                        tx,
                        now,
                        ended.stream()
                                .filter(d ->
                                        d.agentId().filter(Outbox::isOutbox).isPresent())
                                .toList());
        List<Delivery> late = tx.deliveries().deadlinesPassed(now, limit);
        late.forEach(d -> outcomes.expire(tx, now, d));
        int unheard = forwarding.reports().giveUp(tx, now, limit);
        boolean more = Math.max(Math.max(silent, unheard), Math.max(ended.size(), late.size())) >= limit;
        return prune(tx, now, limit) || more;
    }

    /** When {@link #tick} has something to do next. */
    public Optional<Instant> nextDeadline(Transaction tx) {
        return Stream.of(
                        tx.deliveries().nextDeadline(),
                        agents.nextDeadline(),
                        forwarding.reports().nextDeadline(tx))
                .flatMap(Optional::stream)
                .min(Instant::compareTo);
    }

    private boolean prune(Transaction tx, Instant now, int limit) {
        // Also when the clock was set back since: it may take years to come to that time again.
        if (!prunedAt.isAfter(now) && prunedAt.plus(PRUNE_EVERY).isAfter(now)) {
            return false;
        }
        RetentionPolicy policy = context.settings().retention();
        Instant deadLettersBefore = now.minus(policy.deadLetters());
        int pruned = tx.messages().pruneFinished(now.minus(policy.finishedMessages()), deadLettersBefore, limit);
        int oversize = pruneOversize(tx, now, policy, limit);
        int forgotten = tx.messages().pruneIdempotencyKeys(now.minus(policy.idempotencyKeys()), limit);
        int idle = conversations.expireIdle(tx, now, limit);
        int emptied = tx.conversations().pruneEmpty(now.minus(policy.finishedMessages()), limit);
        int unread = tx.reports().prune(now.minus(policy.finishedMessages()), limit);
        int old = copies.prune(tx, now, limit);
        int most = Math.max(Math.max(pruned, forgotten), Math.max(Math.max(idle, emptied), Math.max(unread, old)));
        boolean more = most >= limit || oversize > 0;
        if (!more) {
            prunedAt = now;
            tx.onRollback(() -> prunedAt = Instant.MIN);
        }
        return more;
    }

    private static int pruneOversize(Transaction tx, Instant now, RetentionPolicy policy, int limit) {
        int all = 0;
        int step = OVERSIZE_STEP;
        while (step > 0 && all < limit && tx.messages().finishedBytes() > policy.maxFinishedBytes()) {
            step = tx.messages().pruneFinished(now.plusNanos(1), now.minus(policy.deadLetters()), OVERSIZE_STEP);
            all += step;
        }
        return all;
    }
}
