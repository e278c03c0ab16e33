package io.caxton.spring.observability;

import io.caxton.core.delivery.DeliveryState;
import io.caxton.core.registry.Registry;
import io.caxton.core.storage.LocalState;
import io.caxton.spring.copies.CopyFigures;
import io.caxton.spring.gateway.Housekeeper;
import io.caxton.spring.gateway.WaitingRoom;
import java.util.Map;
import java.util.Optional;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/** Down while deadlines, leases and retries are not kept. How much waits is told as details and is no failure. */
final class DeliveryHealthIndicator extends AbstractHealthIndicator {
    private final LocalState state;
    private final Housekeeper housekeeper;
    private final Registry registry;
    private final WaitingRoom waiting;
    private final Optional<CopyFigures> copies;

    DeliveryHealthIndicator(
            LocalState state,
            Housekeeper housekeeper,
            Registry registry,
            WaitingRoom waiting,
            Optional<CopyFigures> copies) {
        super("The mailboxes cannot be counted");
        this.state = state;
        this.housekeeper = housekeeper;
        this.registry = registry;
        this.waiting = waiting;
        this.copies = copies;
    }

    @Override
    protected void doHealthCheck(Health.Builder builder) {
        Optional<Throwable> failure = housekeeper.lastFailure();
        builder.up();
        failure.ifPresent(builder::down);
        Map<DeliveryState, Long> counts = state.read(tx -> tx.deliveries().counts());
        builder.withDetail("queued", counts.getOrDefault(DeliveryState.QUEUED, 0L));
        builder.withDetail("leased", counts.getOrDefault(DeliveryState.LEASED, 0L));
        builder.withDetail("forwarded", counts.getOrDefault(DeliveryState.FORWARDED, 0L));
        builder.withDetail("dead", counts.getOrDefault(DeliveryState.DEAD, 0L));
        builder.withDetail("agents", registry.size());
        builder.withDetail("waiting_callers", waiting.size());
        copies.ifPresent(figures -> {
            builder.withDetail("nodes_for_copies", figures.nodes());
            builder.withDetail("waiting_for_copies", figures.waiting());
            builder.withDetail("without_copy", figures.missing());
        });
    }
}
