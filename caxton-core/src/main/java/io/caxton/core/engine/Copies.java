package io.caxton.core.engine;

import io.caxton.core.agent.AgentInstance;
import io.caxton.core.copies.Claim;
import io.caxton.core.copies.Claimed;
import io.caxton.core.copies.Copy;
import io.caxton.core.copies.CopyBatch;
import io.caxton.core.copies.CopyCodec;
import io.caxton.core.copies.CopyLimits;
import io.caxton.core.copies.CopyUsage;
import io.caxton.core.copies.HeldCopy;
import io.caxton.core.delivery.Delivery;
import io.caxton.core.delivery.Outbox;
import io.caxton.core.engine.AcceptResult.Accepted;
import io.caxton.core.message.Guarantee;
import io.caxton.core.message.Message;
import io.caxton.core.message.Priority;
import io.caxton.core.storage.DamagedMessageException;
import io.caxton.core.storage.StoredMessage;
import io.caxton.core.storage.Transaction;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Second copies of messages, on both sides: what its owner, the node that accepted a message, lets another node keep; and what
 * that node does with it. The transport is the caller's. A kept copy is in no lane and nobody sees it, until it is adopted: then it
 * is this node's own message, as if a client had sent it.
 */
public final class Copies {
    /** Beyond its deadline, a message may be in somebody's hands for the longest lease and this. */
    private static final Duration GRACE = Duration.ofMinutes(10);

    private final EngineContext context;
    private final Adoption adoption;
    private final Reconciliation reconciliation;

    Copies(EngineContext context, Lanes lanes, Outcomes outcomes) {
        this.context = context;
        this.adoption = new Adoption(context, lanes, outcomes);
        this.reconciliation = new Reconciliation(context, lanes);
    }

    /**
     * One step of an adoption.
     *
     * @param adopted messages that are this node's own now
     * @param last the position to go on after; empty if nothing is left
     */
    public record Adopted(List<Accepted> adopted, Optional<Long> last) {
        public Adopted {
            adopted = List.copyOf(adopted);
        }
    }

    /**
     * What an owner has found out about what a node keeps for it.
     *
     * @param needed what is still to be kept there
     * @param drops ids of what is not
     * @param moved how many deliveries that node has made its own
     */
    public record Reconciled(List<Claimed> needed, List<String> drops, int moved) {}

    /** What is to be copied of a message that was accepted; empty if nothing is, as with one that goes at most once. */
    public static Optional<Copy> of(Transaction tx, Submission submission, Accepted accepted) {
        return of(tx, accepted)
                .map(copy -> with(
                        copy,
                        submission.idempotencyKey(),
                        accepted.repeated()
                                ? copy.json()
                                : submission.envelope().json()));
    }

    /** The same of a message that was accepted before. */
    public static Optional<Copy> of(Transaction tx, Accepted accepted) {
        List<Delivery> open = accepted.deliveries().stream()
                .filter(d -> d.state().isInLane() && d.origins().isEmpty())
                .toList();
        Message message = accepted.message();
        if (open.isEmpty() || message.guarantee() == Guarantee.AT_MOST_ONCE) {
            return Optional.empty();
        }
        String fingerprint;
        byte[] json;
        try {
            fingerprint = tx.messages()
                    .find(message.id())
                    .map(StoredMessage::fingerprint)
                    .orElse("");
            json = accepted.repeated() ? tx.messages().json(message.id()).orElse(new byte[0]) : new byte[0];
        } catch (DamagedMessageException damaged) {
            return Optional.empty();
        }
        return Optional.of(new Copy(
                message.id(),
                open.stream().map(Delivery::agentName).toList(),
                open.stream().mapToLong(Delivery::position).min().orElse(0),
                open.stream().map(Delivery::expiresAt).max(Instant::compareTo).orElseThrow(),
                fingerprint,
                Optional.empty(),
                json));
    }

    private static Copy with(Copy copy, Optional<String> key, byte[] json) {
        return new Copy(
                copy.messageId(), copy.names(), copy.position(), copy.expiresAt(), copy.fingerprint(), key, json);
    }

    /** Keeps copies for their owner as far as there is room, and forgets others; for each copy whether it is kept. */
    public List<Boolean> keep(Transaction tx, String owner, CopyBatch batch, CopyLimits limits) {
        batch.drops().forEach(id -> tx.copies().remove(owner, batch.store(), id));
        CopyUsage ofOne = tx.copies().usage(owner);
        CopyUsage ofAll = tx.copies().usage();
        List<Boolean> kept = new ArrayList<>();
        for (Copy copy : batch.copies()) {
            Optional<HeldCopy> before = tx.copies().find(owner, copy.messageId());
            boolean known =
                    before.filter(held -> held.store().equals(batch.store())).isPresent();
            boolean room = known || limits.hasRoom(ofOne, ofAll, copy.sizeBytes());
            if (room && !known) {
                tx.copies().save(new HeldCopy(owner, batch.store(), copy, false));
                ofOne = ofOne.plus(copy.sizeBytes());
                ofAll = ofAll.plus(copy.sizeBytes());
            }
            kept.add(room);
        }
        return kept;
    }

    /** Makes up to {@code limit} copies of a store of an owner this node's own, in the owner's order. */
    public Adopted adopt(Transaction tx, Instant now, String owner, String store, long after, int limit) {
        return adoption.adopt(tx, now, owner, store, after, limit);
    }

    /**
     * Tells an owner what is kept for it, one page. What was adopted meanwhile it hears the outcome of from now on.
     */
    public List<Claimed> claimed(Transaction tx, Instant now, String owner, Claim claim) {
        List<Claimed> page = tx.copies().page(owner, claim.store(), claim.after(), CopyCodec.MAX_ITEMS);
        page.stream().filter(Claimed::adopted).forEach(each -> adoption.tellOwner(tx, now, owner, each));
        return page;
    }

    /** What a node keeps is held against what is known of it here: what it has made its own is left to it. */
    public Reconciled reconcile(Transaction tx, Instant now, String holder, List<Claimed> claimed) {
        return reconciliation.reconcile(tx, now, holder, claimed);
    }

    /** Nothing is handed out until {@link #release}. */
    public void holdBack() {
        context.holdBack().begin();
    }

    /** Hands out again; whoever waits is told. */
    public void release(Transaction tx) {
        context.holdBack().end();
        List<String> nodes = tx.deliveries().outboxes().stream()
                .flatMap(outbox -> Outbox.nodeOf(outbox).stream())
                .toList();
        List<String> agents =
                context.registry().all().stream().map(AgentInstance::agentId).toList();
        tx.afterCommit(() -> {
            for (String node : nodes) {
                for (Priority priority : Priority.values()) {
                    context.listener().waitsFor(node, priority);
                }
            }
            agents.forEach(context.listener()::available);
        });
    }

    /** Forgets up to {@code limit} copies that their owners would have given up too; returns how many. */
    int prune(Transaction tx, Instant now, int limit) {
        Duration grace = context.settings().delivery().maxLease().plus(GRACE);
        return tx.copies().prune(now.minus(grace), limit);
    }
}
