package io.caxton.server.webhook;

import io.caxton.core.agent.AgentInstance;
import io.caxton.core.agent.AgentMode;
import io.caxton.core.engine.EngineListener;
import io.caxton.core.registry.RegistryView;
import io.caxton.spring.autoconfigure.CaxtonPhases;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Starts a pump for every instance that is posted to when there may be something for it. */
final class WebhookDispatcher implements EngineListener, SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(WebhookDispatcher.class);
    private static final Duration ABORT_WAIT = Duration.ofSeconds(5);

    private final PumpRuntime runtime;
    private final WebhookClient client;
    private final ExecutorService executor;
    private final RegistryView registry;
    private final Map<String, AgentPump> pumps = new ConcurrentHashMap<>();
    private volatile boolean running;

    WebhookDispatcher(PumpRuntime runtime, WebhookClient client, ExecutorService executor) {
        this.runtime = runtime;
        this.client = client;
        this.executor = executor;
        this.registry = runtime.mailboxes().registry();
    }

    @Override
    public void available(String agentId) {
        if (running) {
            registry.find(agentId)
                    .filter(agent -> agent.mode() == AgentMode.WEBHOOK)
                    .ifPresent(agent -> pump(agent).pump());
        }
    }

    private AgentPump pump(AgentInstance agent) {
        if (pumps.size() > registry.size()) {
            pumps.entrySet()
                    .removeIf(e ->
                            e.getValue().isIdle() && registry.find(e.getKey()).isEmpty());
        }
        return pumps.computeIfAbsent(agent.agentId(), id -> new AgentPump(agent, runtime));
    }

    @Override
    public void start() {
        running = true;
        registry.all().forEach(agent -> available(agent.agentId()));
    }

    /** Lets posts end within the shutdown timeout, then ends them; their messages are queued again. */
    @Override
    public void stop() {
        running = false;
        runtime.stopped().set(true);
        if (!runtime.slots().awaitIdle(runtime.properties().shutdownTimeout())) {
            LOG.warn(
                    "Posts did not end within {}: what they brought is posted again",
                    runtime.properties().shutdownTimeout());
        }
        client.close();
        if (!runtime.slots().awaitIdle(ABORT_WAIT)) {
            LOG.warn("Not every post could be ended: what it brought is posted again after the restart");
        }
        executor.shutdownNow();
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
