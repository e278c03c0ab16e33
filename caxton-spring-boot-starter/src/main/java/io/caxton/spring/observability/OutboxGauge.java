package io.caxton.spring.observability;

import io.caxton.core.storage.LocalState;
import io.caxton.core.storage.LocalStateException;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/** What is on its way to other nodes, read when asked. */
final class OutboxGauge implements MeterBinder {
    private final LocalState state;

    OutboxGauge(LocalState state) {
        this.state = state;
    }

    @Override
    public void bindTo(MeterRegistry meters) {
        Gauge.builder("caxton.cluster.outbox", this::count)
                .description("Deliveries that wait for other nodes, or whose outcome another node has yet to tell")
                .baseUnit("deliveries")
                .register(meters);
    }

    private double count() {
        try {
            return state.read(tx -> tx.deliveries().outboxes().stream()
                    .mapToInt(tx.deliveries()::backlog)
                    .sum());
        } catch (LocalStateException e) {
            return Double.NaN;
        }
    }
}
