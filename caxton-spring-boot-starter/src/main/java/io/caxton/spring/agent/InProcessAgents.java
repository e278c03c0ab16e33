package io.caxton.spring.agent;

import io.caxton.core.agent.AgentInstance;
import io.caxton.core.agent.AgentName;
import io.caxton.spring.autoconfigure.CaxtonPhases;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.context.SmartLifecycle;

/** The agents of this application: checked when all beans are made, at work from start to stop. */
final class InProcessAgents implements SmartInitializingSingleton, SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(InProcessAgents.class);
    private static final Duration RETURN_WAIT = Duration.ofSeconds(5);

    private final AgentScanner scanner;
    private final AgentRegistrar registrar;
    private final AgentRuntime runtime;
    private final Duration shutdownTimeout;
    private final List<AgentRunner> runners = new ArrayList<>();
    private List<AgentDefinition> agents = List.of();
    private volatile boolean running;

    InProcessAgents(AgentScanner scanner, AgentRegistrar registrar, AgentRuntime runtime, Duration shutdownTimeout) {
        this.scanner = scanner;
        this.registrar = registrar;
        this.runtime = runtime;
        this.shutdownTimeout = shutdownTimeout;
    }

    @Override
    public void afterSingletonsInstantiated() {
        agents = scanner.scan();
    }

    @Override
    public void start() {
        running = true;
        Map<AgentName, AgentInstance> instances = registrar.register(agents);
        for (AgentDefinition agent : agents) {
            String agentId = Objects.requireNonNull(instances.get(agent.name())).agentId();
            runners.add(new AgentRunner(agentId, agent, runtime));
            LOG.info("Agent {} is ready as instance {}", agent.name(), agentId);
        }
        runners.forEach(AgentRunner::start);
    }

    /** Lets handlers end within the shutdown timeout, then returns what they have not finished. */
    @Override
    public void stop() {
        running = false;
        if (!finishes(runners.stream().map(AgentRunner::stop).toList(), shutdownTimeout)) {
            LOG.warn("Handlers did not end within {}: what they had in work is handed out again", shutdownTimeout);
            if (!finishes(runners.stream().map(AgentRunner::giveBack).toList(), RETURN_WAIT)) {
                LOG.warn("Not everything in work could be returned: its leases run out instead");
            }
        }
        runners.clear();
        runtime.executor().close();
    }

    private static boolean finishes(List<CompletableFuture<Void>> all, Duration timeout) {
        CompletableFuture<Boolean> finished = CompletableFuture.allOf(all.toArray(CompletableFuture[]::new))
                .thenApply(done -> true)
                .completeOnTimeout(false, timeout.toMillis(), TimeUnit.MILLISECONDS);
        return finished.join();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return CaxtonPhases.AGENTS;
    }

    @Override
    public boolean isPauseable() {
        return false;
    }
}
