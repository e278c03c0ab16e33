package io.caxton.core.engine;

import io.caxton.core.delivery.Outbox;
import io.caxton.core.delivery.OutcomeReport;
import io.caxton.core.forward.Answer;
import io.caxton.core.forward.Arrival;
import io.caxton.core.forward.Outcome;
import io.caxton.core.message.Priority;
import io.caxton.core.storage.Transaction;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;

/**
 * What a node and its peers do with each other's messages; the transport is the caller's. Every accepted message ends here
 * with an outcome, also when it is handled elsewhere: a message goes to another node at least once, is told of as
 * {@code forwarded} once that node has it durably, and ends when that node has told how, or can no longer be expected to.
 */
public final class Forwarding {
    private final Outboxes outboxes;
    private final Reception reception;
    private final Reports reports;
    private final Rerouting rerouting;
    private final Drain drain;

    Forwarding(EngineContext context, Lanes lanes, Outcomes outcomes) {
        this.outboxes = new Outboxes(context, lanes, outcomes);
        this.reception = new Reception(context, lanes, outcomes);
        this.reports = new Reports(context, lanes, outcomes);
        this.rerouting = new Rerouting(context, lanes);
        this.drain = new Drain(context, rerouting);
    }

    /**
     * Hands out what waits for a node: lanes whose head has this priority, with what follows there in its order, whatever
     * its priority; fewer if they are large, but one message at least. No lane is in two batches that are not settled.
     *
     * @param lease how long an answer is waited for
     */
    public List<Lease> handOut(
            Transaction tx,
            Instant now,
            String nodeId,
            Priority priority,
            int maxMessages,
            long maxBytes,
            Duration lease) {
        return outboxes.handOut(tx, now, nodeId, priority, maxMessages, maxBytes, lease);
    }

    /** Notes what a node has answered to a batch, in its order. What was handed out anew since is not touched. */
    public void settled(Transaction tx, Instant now, String nodeId, List<Lease> leases, List<Answer> answers) {
        outboxes.settled(tx, now, nodeId, leases, answers);
    }

    /**
     * Returns what a node did not answer to its place, to be tried again after {@code delay}; costs none of its attempts.
     *
     * @param mayHaveArrived whether the node may have it all the same: what goes at most once is then not sent again
     */
    public void unanswered(
            Transaction tx, Instant now, String nodeId, List<Lease> leases, Duration delay, boolean mayHaveArrived) {
        outboxes.unanswered(tx, now, nodeId, leases, delay, mayHaveArrived);
    }

    /** Takes what a node forwards; the answers in its order. To be sent once the transaction is durable. */
    public List<Answer> receive(Transaction tx, Instant now, String fromNode, List<Arrival> arrivals) {
        return reception.receive(tx, now, fromNode, arrivals);
    }

    /** Reports for a node, oldest first. They stay until {@link #reported}. */
    public List<OutcomeReport> reports(Transaction tx, String nodeId, int max) {
        return tx.reports().of(nodeId, max);
    }

    /** A report as it is told, with the history of its delivery as far as it is kept. */
    public Outcome outcome(Transaction tx, OutcomeReport report) {
        return reports.outcome(tx, report);
    }

    /** Removes reports that their node has heard. */
    public void reported(Transaction tx, List<OutcomeReport> heard) {
        heard.forEach(tx.reports()::remove);
    }

    /** Notes how deliveries ended that went to a node. Heard again, an outcome changes nothing. */
    public void outcomes(Transaction tx, Instant now, String fromNode, List<Outcome> outcomes) {
        reports.outcomes(tx, now, fromNode, outcomes);
    }

    /**
     * The nodes that have, or are to get, deliveries of this one, and of which nothing is known: they were forgotten while this node
     * was down, or it came to send to them after that. To be asked now and then, and those that stay unknown for as long as nodes are
     * remembered are to be {@link #peerForgotten forgotten}: else what they had waits for its deadline.
     *
     * @param isKnown whether membership has told of a node
     */
    public List<String> strangers(Transaction tx, Predicate<String> isKnown) {
        return tx.deliveries().outboxes().stream()
                .flatMap(outbox -> Outbox.nodeOf(outbox).stream())
                .filter(node -> !isKnown.test(node))
                .toList();
    }

    /**
     * A node is gone for good: what it had taken goes to others while its deadline allows, or ends.
     *
     * @return whether more is to be done
     */
    public boolean peerForgotten(Transaction tx, Instant now, String nodeId, int limit) {
        return reports.peerForgotten(tx, now, nodeId, limit);
    }

    /** Agents or nodes have come or gone: {@link #reroute} is to look at everything that waits. */
    public void routesChanged() {
        rerouting.begin();
    }

    /**
     * Looks at up to {@code limit} lanes that wait for another node or for nobody, and moves those that someone else takes; while
     * the node drains, at those of its own instances too.
     * What is in flight stays.
     *
     * @return whether more is to be done
     */
    public boolean reroute(Transaction tx, int limit) {
        return rerouting.step(tx, limit);
    }

    Drain drain() {
        return drain;
    }

    Outboxes outboxes() {
        return outboxes;
    }

    Reports reports() {
        return reports;
    }
}
