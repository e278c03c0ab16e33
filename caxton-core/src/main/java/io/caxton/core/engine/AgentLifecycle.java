package io.caxton.core.engine;

import io.caxton.core.agent.AgentInstance;
import io.caxton.core.agent.AgentMode;
import io.caxton.core.agent.AgentName;
import io.caxton.core.agent.AgentStatus;
import io.caxton.core.agent.Claim;
import io.caxton.core.agent.Webhook;
import io.caxton.core.storage.Transaction;
import io.caxton.core.validation.InvalidRequestException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Registers instances, keeps their leases, and moves mailboxes when instances come and go. Changes show in the registry
 * at once and are undone there if the transaction is rolled back.
 */
public final class AgentLifecycle {
    /** When the lease of an instance that cannot be lost ends. */
    private static final Instant NEVER = Instant.parse("9999-12-31T23:59:59Z");

    private final EngineContext context;
    private final Lanes lanes;
    private final Outcomes outcomes;
    private final Outboxes outboxes;

    AgentLifecycle(EngineContext context, Lanes lanes, Outcomes outcomes, Outboxes outboxes) {
        this.context = context;
        this.lanes = lanes;
        this.outcomes = outcomes;
        this.outboxes = outboxes;
    }

    /**
     * Loads the instances known before a restart, each with a fresh lease. What beans of the process that ended had in
     * their hands, and what was being posted or forwarded, is queued again at once: nobody is left to acknowledge it. Call once,
     * before anything else.
     */
    public void restore(Transaction tx, Instant now) {
        List<AgentInstance> agents = tx.agents().all();
        agents.forEach(agent -> context.registry().put(renewed(agent, now)));
        agents.stream()
                .filter(agent -> agent.mode() != AgentMode.PULL)
                .forEach(agent -> outcomes.returnLeases(tx, now, agent.agentId(), "the node restarted"));
        for (String outbox : tx.deliveries().outboxes()) {
            outboxes.unanswered(tx, now, tx.deliveries().leasedTo(outbox, Integer.MAX_VALUE));
        }
    }

    /**
     * Adds an instance, which may then take over what waits for its name; empty if there are too many. One that goes on with
     * an id that it has here begins anew with its mailbox: what it had leased is queued again.
     *
     * @throws InvalidRequestException if the id it claims is here under another name
     */
    public Optional<AgentInstance> register(Transaction tx, Instant now, Registration registration) {
        Optional<AgentInstance> here =
                registration.claim().flatMap(claim -> context.registry().find(claim.agentId()));
        if (here.filter(agent -> !agent.name().equals(registration.name())).isPresent()) {
            throw new InvalidRequestException("agent_id", "is of an instance of another name");
        }
        if (here.isEmpty() && context.registry().size() >= context.settings().maxAgents()) {
            return Optional.empty();
        }
        AgentInstance agent = renewed(
                new AgentInstance(
                        registration.claim().map(Claim::agentId).orElseGet(() -> context.newId(now)),
                        registration.name(),
                        context.nodeId(),
                        registration.capabilities(),
                        registration.mode(),
                        registration.lease(),
                        registration.maxInFlight(),
                        AgentStatus.READY,
                        0.0,
                        registration.metadata(),
                        now,
                        now,
                        registration.claim().map(Claim::fence).orElse(Claim.FIRST),
                        registration.webhook()),
                now);
        save(tx, agent);
        if (here.isPresent()) {
            outcomes.returnLeases(tx, now, agent.agentId(), "the agent registered again");
            announceMailbox(tx, agent.agentId());
        }
        takeOver(tx, agent.name());
        return Optional.of(agent);
    }

    /** Replaces what an instance offers; empty if it is gone. */
    public Optional<AgentInstance> update(Transaction tx, Instant now, String agentId, AgentUpdate update) {
        return context.registry().find(agentId).map(agent -> {
            AgentInstance changed = renewed(
                    agent.withProfile(
                            update.capabilities().orElse(agent.capabilities()),
                            update.maxInFlight().orElse(agent.maxInFlight()),
                            update.metadata().orElse(agent.metadata())),
                    now);
            if (update.webhook().isPresent()) {
                changed = changed.withWebhook(moved(agent, update.webhook().get(), now));
            }
            save(tx, changed);
            // It may take more at once than before.
            announceMailbox(tx, agentId);
            // What could not be reached may be reached at its new place.
            return update.webhook().isPresent()
                    ? heartbeat(tx, now, agentId, Optional.empty(), OptionalDouble.empty())
                            .orElse(changed)
                    : changed;
        });
    }

    private static Webhook moved(AgentInstance agent, WebhookChange change, Instant now) {
        return agent.webhook()
                .map(webhook -> change.applyTo(webhook, now))
                .orElseThrow(() -> new InvalidRequestException("delivery", "is only for an instance of mode webhook"));
    }

    /**
     * Renews a lease without touching the disk; never shortens it. {@code spokeAt} may lie ahead, for one that waits until
     * then. False if the instance is gone or lost: a lost one comes back by
     * {@link #heartbeat}.
     */
    public boolean renew(Instant spokeAt, String agentId) {
        return context.registry()
                .update(agentId, agent -> {
                    AgentInstance renewed = renewed(agent, spokeAt);
                    boolean longer = renewed.leaseExpiresAt().isAfter(agent.leaseExpiresAt());
                    return longer && agent.status() != AgentStatus.LOST ? renewed : agent;
                })
                .filter(agent -> agent.status() != AgentStatus.LOST)
                .isPresent();
    }

    /** Renews a lease and notes status and load; without a status, a lost instance is ready again. Empty if it is gone. */
    public Optional<AgentInstance> heartbeat(
            Transaction tx, Instant now, String agentId, Optional<AgentStatus> status, OptionalDouble load) {
        return context.registry().find(agentId).map(agent -> {
            AgentStatus current = agent.status() == AgentStatus.LOST ? AgentStatus.READY : agent.status();
            AgentInstance beaten = renewed(agent, now).withStatus(status.orElse(current), load.orElse(agent.load()));
            if (beaten.status() == agent.status()) {
                putUndoably(tx, beaten);
                return beaten;
            }
            save(tx, beaten);
            if (beaten.status().takesTraffic()) {
                takeOver(tx, agent.name());
                announceMailbox(tx, agentId);
            } else if (beaten.status() == AgentStatus.DRAINING) {
                lanes.moveMailbox(tx, agent.name(), Optional.of(agentId));
            }
            return beaten;
        });
    }

    /**
     * Removes an instance: what it has leased and what waits for it goes to other instances of its name, or waits for
     * one. False if it is gone already.
     */
    public boolean deregister(Transaction tx, Instant now, String agentId) {
        Optional<AgentInstance> removed = context.registry().find(agentId);
        removed.ifPresent(agent -> remove(tx, now, agent, "the agent was removed"));
        return removed.isPresent();
    }

    /**
     * Declares an instance lost that cannot be reached: nothing new goes to it until a {@link #heartbeat}. False if it took
     * no traffic anyway.
     */
    public boolean lose(Transaction tx, Instant now, String agentId) {
        Optional<AgentInstance> reachable =
                context.registry().find(agentId).filter(agent -> agent.status().takesTraffic());
        reachable.ifPresent(agent -> lose(tx, now, agent));
        return reachable.isPresent();
    }

    /** Whether an instance has nothing leased. */
    public boolean isIdle(Transaction tx, String agentId) {
        return tx.deliveries().leasedCount(agentId) == 0;
    }

    /**
     * Declares instances lost whose lease ran out, and removes those lost for longer than they are kept; returns how many of
     * both, at most {@code limit}.
     */
    int expireLeases(Transaction tx, Instant now, int limit) {
        Instant lostBefore = now.minus(context.settings().retention().lostAgents());
        List<AgentInstance> ended = context.registry().leasesEnded(now, lostBefore, limit);
        for (AgentInstance agent : ended) {
            if (agent.status() != AgentStatus.LOST) {
                lose(tx, now, agent);
            } else {
                remove(tx, now, agent, "the agent was lost");
            }
        }
        return ended.size();
    }

    /** When the next lease runs out. */
    Optional<Instant> nextDeadline() {
        return context.registry().nextLeaseEnd().filter(NEVER::isAfter);
    }

    private void lose(Transaction tx, Instant now, AgentInstance agent) {
        save(tx, agent.withStatus(AgentStatus.LOST, agent.load()));
        outcomes.returnLeases(tx, now, agent.agentId(), "the agent was lost");
        lanes.moveMailbox(tx, agent.name(), Optional.of(agent.agentId()));
    }

    private void remove(Transaction tx, Instant now, AgentInstance agent, String reason) {
        context.registry().remove(agent.agentId());
        tx.onRollback(() -> context.registry().put(agent));
        tx.agents().remove(agent.agentId());
        outcomes.returnLeases(tx, now, agent.agentId(), reason);
        lanes.moveMailbox(tx, agent.name(), Optional.of(agent.agentId()));
        lanes.unassign(tx, agent.name(), agent.agentId());
        tx.afterCommit(() -> context.listener().removed(agent.agentId()));
    }

    /** Gives a name's waiting lanes, and those of its instances that take no traffic, to those that do. */
    private void takeOver(Transaction tx, AgentName name) {
        lanes.moveMailbox(tx, name, Optional.empty());
        List<AgentInstance> away = context.registry().named(name).stream()
                .filter(a -> !a.status().takesTraffic())
                .toList();
        away.forEach(a -> lanes.moveMailbox(tx, name, Optional.of(a.agentId())));
    }

    private void announceMailbox(Transaction tx, String agentId) {
        tx.afterCommit(() -> context.listener().available(agentId));
    }

    private void save(Transaction tx, AgentInstance agent) {
        tx.agents().save(agent);
        putUndoably(tx, agent);
    }

    private void putUndoably(Transaction tx, AgentInstance agent) {
        Optional<AgentInstance> previous = context.registry().put(agent);
        tx.onRollback(() -> previous.ifPresentOrElse(
                context.registry()::put, () -> context.registry().remove(agent.agentId())));
        if (previous.filter(agent::saysTheSameAs).isEmpty()) {
            tx.afterCommit(() -> context.listener().changed(agent));
        }
    }

    private static AgentInstance renewed(AgentInstance agent, Instant now) {
        return agent.withLeaseExpiresAt(
                switch (agent.mode()) {
                    case PULL -> now.plus(agent.lease());
                    case IN_PROCESS, WEBHOOK -> NEVER;
                });
    }
}
