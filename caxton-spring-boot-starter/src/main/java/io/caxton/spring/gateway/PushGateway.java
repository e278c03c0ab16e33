package io.caxton.spring.gateway;

import io.caxton.core.agent.AgentInstance;
import io.caxton.core.agent.AgentStatus;
import io.caxton.core.delivery.Delivery;
import io.caxton.core.engine.DeliveryEngine;
import io.caxton.core.engine.Mailboxes.LeaseResult;
import io.caxton.core.engine.Mailboxes.Leased;
import io.caxton.core.engine.Mailboxes.Settlement;
import io.caxton.core.registry.RegistryView;
import io.caxton.core.storage.LocalState;
import io.caxton.core.storage.Transaction;
import io.caxton.spring.tracing.MessageTracing;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;

/**
 * The mailboxes of instances that the node itself pushes to. Unlike with {@link MailboxGateway}, no call waits and none is
 * a sign of life, but an acknowledgement: whoever handles a message is there.
 */
public final class PushGateway {
    private final LocalState state;
    private final DeliveryEngine engine;
    private final RegistryView registry;
    private final NodeClock clock;
    private final MessageTracing tracing;

    public PushGateway(
            LocalState state, DeliveryEngine engine, RegistryView registry, NodeClock clock, MessageTracing tracing) {
        this.state = state;
        this.engine = engine;
        this.registry = registry;
        this.clock = clock;
        this.tracing = tracing;
    }

    /** Who is registered. */
    public RegistryView registry() {
        return registry;
    }

    /** Leases up to {@code max} messages for at least {@code hold}, as far as the longest lease allows. */
    public CompletableFuture<LeaseResult> lease(String agentId, int max, Duration hold) {
        return state.write(tx -> {
                    Instant now = clock.now();
                    LeaseResult result = engine.mailboxes().lease(tx, now, agentId, max);
                    return with(result, leased -> held(tx, now, leased, now.plus(hold)));
                })
                .thenApply(result -> with(result, tracing::delivered));
    }

    private static LeaseResult with(LeaseResult result, UnaryOperator<Leased> change) {
        return new LeaseResult(result.leased().stream().map(change).toList(), result.nextAvailableAt());
    }

    private Leased held(Transaction tx, Instant now, Leased leased, Instant until) {
        Delivery delivery = leased.delivery();
        if (delivery.leaseExpiresAt().filter(until::isAfter).isEmpty()) {
            return leased;
        }
        var unused = engine.mailboxes()
                .extend(
                        tx,
                        now,
                        delivery.agentId().orElseThrow(),
                        delivery.messageId(),
                        OptionalInt.of(delivery.attempt()),
                        Duration.between(now, until));
        return new Leased(
                leased.message(),
                tx.deliveries().find(delivery.messageId(), delivery.agentName()).orElseThrow());
    }

    /** Notes that a message was handled; its receiver is ready again if it had been lost. */
    public CompletableFuture<Settlement> ack(Delivery delivery) {
        return state.write(tx -> {
            Instant now = clock.now();
            String agentId = delivery.agentId().orElseThrow();
            reviveIfLost(tx, now, agentId);
            return engine.mailboxes().ack(tx, now, agentId, delivery.messageId(), OptionalInt.of(delivery.attempt()));
        });
    }

    /** Returns a message unhandled; see {@link io.caxton.core.engine.Mailboxes#nack}. */
    public CompletableFuture<Settlement> nack(
            Delivery delivery, String reason, boolean requeue, Optional<Duration> delay) {
        return state.write(tx -> engine.mailboxes()
                .nack(
                        tx,
                        clock.now(),
                        delivery.agentId().orElseThrow(),
                        delivery.messageId(),
                        OptionalInt.of(delivery.attempt()),
                        reason,
                        requeue,
                        delay));
    }

    /** Declares an instance lost; what waits for it goes to a ready one of its name, else stays. */
    public CompletableFuture<Boolean> lose(String agentId) {
        return state.write(tx -> engine.agents().lose(tx, clock.now(), agentId));
    }

    /** Makes a lost instance ready again, to be tried. */
    public CompletableFuture<Boolean> revive(String agentId) {
        return state.write(tx -> reviveIfLost(tx, clock.now(), agentId));
    }

    private boolean reviveIfLost(Transaction tx, Instant now, String agentId) {
        Optional<AgentInstance> lost = registry.find(agentId).filter(agent -> agent.status() == AgentStatus.LOST);
        return lost.flatMap(
                        agent -> engine.agents().heartbeat(tx, now, agentId, Optional.empty(), OptionalDouble.empty()))
                .isPresent();
    }
}
