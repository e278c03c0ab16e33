package io.caxton.spring.observability;

import io.caxton.core.copies.CopyUsage;
import io.caxton.core.storage.LocalState;
import io.caxton.core.storage.LocalStateException;
import io.caxton.spring.copies.CopyListener;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.function.ToDoubleFunction;

/** Second copies: of this node's messages at others, and of others' messages here. Safe for use by several threads. */
final class CopyMeters implements CopyListener {
    private final MeterRegistry meters;
    private final Counter adopted;
    private final Counter left;

    CopyMeters(MeterRegistry meters, LocalState state) {
        this.meters = meters;
        this.adopted = Counter.builder("caxton.copies.adopted")
                .description("Messages of other nodes that this one has made its own")
                .register(meters);
        this.left = Counter.builder("caxton.copies.left")
                .description("Messages of this node that others had made their own and go on with")
                .register(meters);
        gauge("caxton.copies.held", "copies", "Copies kept for other nodes", state, CopyUsage::copies);
        gauge("caxton.copies.held.size", "bytes", "Bytes of the copies kept for other nodes", state, CopyUsage::bytes);
    }

    private void gauge(
            String name, String unit, String description, LocalState state, ToDoubleFunction<CopyUsage> figure) {
        Gauge.builder(name, state, s -> read(s, figure))
                .description(description)
                .baseUnit(unit)
                .register(meters);
    }

    private static double read(LocalState state, ToDoubleFunction<CopyUsage> figure) {
        try {
            return figure.applyAsDouble(state.read(tx -> tx.copies().usage()));
        } catch (LocalStateException unavailable) {
            return Double.NaN;
        }
    }

    @Override
    public void copied(String outcome, Duration took) {
        Timer.builder("caxton.copies.made")
                .description("From a message's commit here until its copy was durable elsewhere, or was given up")
                .tag("outcome", outcome)
                .register(meters)
                .record(took);
    }

    @Override
    public void adopted(int messages) {
        adopted.increment(messages);
    }

    @Override
    public void left(int messages) {
        left.increment(messages);
    }
}
