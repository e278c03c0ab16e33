package io.caxton.spring.observability;

import io.caxton.core.cluster.Applied.Outcome;
import io.caxton.core.message.WireNames;
import io.caxton.spring.directory.AgentDirectory;
import io.caxton.spring.directory.ReplicationFigures;
import io.caxton.spring.gateway.NodeClock;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.concurrent.TimeUnit;

/** What a node knows of the agents of others, and how well it keeps up; read when asked. */
final class DirectoryMeters implements MeterBinder {
    private final AgentDirectory directory;
    private final ReplicationFigures figures;
    private final NodeClock clock;

    DirectoryMeters(AgentDirectory directory, ReplicationFigures figures, NodeClock clock) {
        this.directory = directory;
        this.figures = figures;
        this.clock = clock;
    }

    @Override
    public void bindTo(MeterRegistry meters) {
        TimeGauge.builder(
                        "caxton.cluster.registry.lag",
                        () -> figures.lag(clock.now()).toMillis(),
                        TimeUnit.MILLISECONDS)
                .description("Since this node last learnt that it knows all agents that another node knows")
                .register(meters);
        Gauge.builder("caxton.cluster.registry.agents", directory::size)
                .description("Agent instances of all nodes, as this one knows them")
                .baseUnit("agents")
                .register(meters);
        Gauge.builder("caxton.cluster.registry.size", () -> directory.figures().bytes())
                .description("What the agents of other nodes take on the wire")
                .baseUnit("bytes")
                .register(meters);
        for (Outcome outcome : Outcome.values()) {
            FunctionCounter.builder("caxton.cluster.registry.deltas", figures, f -> f.deltas(outcome))
                    .description("What other nodes said of agents, by what became of it")
                    .tag("outcome", WireNames.of(outcome))
                    .register(meters);
        }
        FunctionCounter.builder("caxton.cluster.registry.failures", figures, ReplicationFigures::failures)
                .description("Exchanges about agents that another node did not answer")
                .register(meters);
        FunctionCounter.builder("caxton.cluster.registry.malformed", figures, ReplicationFigures::malformed)
                .description("Messages about agents that could not be read")
                .register(meters);
    }
}
