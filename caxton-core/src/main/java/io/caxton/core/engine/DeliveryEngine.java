package io.caxton.core.engine;

import io.caxton.core.cluster.ClusterView;
import io.caxton.core.registry.Registry;
import io.caxton.core.routing.Router;
import java.util.random.RandomGenerator;

/**
 * Owns every accepted message from acceptance to its outcome. Pure: every entry point takes the transaction to work in
 * and the current time; chance comes from the generator handed in; what happened is told to the listener once durable.
 * All calls that take a transaction come from one writer, one after the other.
 */
public final class DeliveryEngine {
    private final Acceptance acceptance;
    private final Mailboxes mailboxes;
    private final AgentLifecycle agents;
    private final ConversationControl conversations;
    private final DeadLetters deadLetters;
    private final Housekeeping housekeeping;
    private final DirectDelivery direct;
    private final Forwarding forwarding;
    private final Copies copies;

    /** Of a node that knows no other. */
    public DeliveryEngine(
            EngineSettings settings,
            String nodeId,
            Registry registry,
            RandomGenerator random,
            EngineListener listener) {
        this(settings, nodeId, registry, ClusterView.NONE, random, listener);
    }

    /**
     * Of a node among others.
     *
     * @param cluster the agents of all nodes; what it says of this node's own is not asked
     */
    public DeliveryEngine(
            EngineSettings settings,
            String nodeId,
            Registry registry,
            ClusterView cluster,
            RandomGenerator random,
            EngineListener listener) {
        Draining draining = new Draining();
        Router router = new Router(random, cluster, nodeId, draining::isOn);
        EngineContext context = new EngineContext(
                settings, nodeId, registry, router, random, listener, cluster, draining, new HoldBack());
        Lanes lanes = new Lanes(context);
        Notices notices = new Notices(context, lanes);
        Outcomes outcomes = new Outcomes(context, lanes, notices);
        this.acceptance = new Acceptance(context, lanes, notices, outcomes);
        this.mailboxes = new Mailboxes(context, outcomes);
        this.forwarding = new Forwarding(context, lanes, outcomes);
        this.agents = new AgentLifecycle(context, lanes, outcomes, forwarding.outboxes());
        this.conversations = new ConversationControl(context, outcomes);
        this.deadLetters = new DeadLetters(context, lanes);
        this.direct = new DirectDelivery(context, lanes);
        this.copies = new Copies(context, lanes, outcomes);
        this.housekeeping = new Housekeeping(context, outcomes, agents, conversations, forwarding, copies);
    }

    public Acceptance acceptance() {
        return acceptance;
    }

    public Mailboxes mailboxes() {
        return mailboxes;
    }

    public AgentLifecycle agents() {
        return agents;
    }

    public ConversationControl conversations() {
        return conversations;
    }

    public DeadLetters deadLetters() {
        return deadLetters;
    }

    public DirectDelivery direct() {
        return direct;
    }

    public Forwarding forwarding() {
        return forwarding;
    }

    public Copies copies() {
        return copies;
    }

    public Drain drain() {
        return forwarding.drain();
    }

    public Housekeeping housekeeping() {
        return housekeeping;
    }
}
