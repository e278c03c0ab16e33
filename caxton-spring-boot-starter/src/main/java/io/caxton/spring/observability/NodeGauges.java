package io.caxton.spring.observability;

import io.caxton.core.delivery.DeliveryState;
import io.caxton.core.message.WireNames;
import io.caxton.core.registry.Registry;
import io.caxton.core.storage.LocalState;
import io.caxton.core.storage.LocalStateException;
import io.caxton.spring.gateway.WaitingRoom;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.List;

/** What a node holds now, read when asked. */
final class NodeGauges implements MeterBinder {
    private static final List<DeliveryState> COUNTED =
            List.of(DeliveryState.QUEUED, DeliveryState.LEASED, DeliveryState.FORWARDED, DeliveryState.DEAD);

    private final LocalState state;
    private final Registry registry;
    private final WaitingRoom waiting;

    NodeGauges(LocalState state, Registry registry, WaitingRoom waiting) {
        this.state = state;
        this.registry = registry;
        this.waiting = waiting;
    }

    @Override
    public void bindTo(MeterRegistry meters) {
        for (DeliveryState counted : COUNTED) {
            Gauge.builder("caxton.mailbox.depth", () -> count(counted))
                    .description(
                            "Deliveries in all mailboxes of this node, or forwarded and not ended; dead ones until dismissed")
                    .baseUnit("deliveries")
                    .tag("state", WireNames.of(counted))
                    .register(meters);
        }
        Gauge.builder("caxton.agents", registry::size)
                .description("Registered agent instances, lost ones included")
                .baseUnit("agents")
                .register(meters);
        Gauge.builder("caxton.waiting.callers", waiting::size)
                .description("Callers that wait for a mailbox or a reply")
                .baseUnit("callers")
                .register(meters);
    }

    private double count(DeliveryState counted) {
        try {
            return state.read(tx -> tx.deliveries().counts()).getOrDefault(counted, 0L);
        } catch (LocalStateException e) {
            return Double.NaN;
        }
    }
}
