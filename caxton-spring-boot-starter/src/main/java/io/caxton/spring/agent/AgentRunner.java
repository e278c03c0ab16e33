package io.caxton.spring.agent;

import io.caxton.core.engine.Mailboxes.Leased;
import io.caxton.core.storage.LocalStateException.Reason;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Polls the mailbox of one agent, one poll at a time, for as many messages as it may take more. No thread waits. */
final class AgentRunner {
    private static final Logger LOG = LoggerFactory.getLogger(AgentRunner.class);
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(1);

    private final String agentId;
    private final AgentDefinition agent;
    private final AgentRuntime runtime;
    private final Set<Assignment> inWork = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean polling = new AtomicBoolean();
    private volatile boolean failing;
    private volatile boolean stopped;

    AgentRunner(String agentId, AgentDefinition agent, AgentRuntime runtime) {
        this.agentId = agentId;
        this.agent = agent;
        this.runtime = runtime;
    }

    void start() {
        poll();
    }

    /** Takes nothing new. Completes when nothing is in work. */
    CompletableFuture<Void> stop() {
        stopped = true;
        return all(inWork.stream().map(Assignment::settled).toList());
    }

    /** Returns what is still in work to the mailbox. */
    CompletableFuture<Void> giveBack() {
        return all(inWork.stream().map(Assignment::giveBack).toList());
    }

    private static CompletableFuture<Void> all(List<CompletableFuture<Void>> futures) {
        return CompletableFuture.allOf(futures.toArray(CompletableFuture[]::new));
    }

    private void poll() {
        int room = agent.maxInFlight() - inWork.size();
        if (stopped || room <= 0 || !polling.compareAndSet(false, true)) {
            return;
        }
        try {
            var unused = runtime.mailboxes()
                    .receive(agentId, room, runtime.pollWait())
                    .whenComplete((leased, failure) -> {
                        if (failure == null) {
                            received(leased);
                        } else {
                            failed(failure);
                        }
                    });
        } catch (RuntimeException e) {
            failed(e);
        }
    }

    private void received(List<Leased> leased) {
        failing = false;
        // In work before the next poll may ask how many are, else it would take too many.
        leased.forEach(this::take);
        polling.set(false);
        poll();
    }

    private void take(Leased leased) {
        Assignment assignment = new Assignment(leased, agent.handlers(), runtime);
        inWork.add(assignment);
        var unused = assignment.settled().thenRun(() -> {
            inWork.remove(assignment);
            poll();
        });
        if (stopped) {
            var unusedReturn = assignment.giveBack();
        } else {
            assignment.start();
        }
    }

    private void failed(Throwable failure) {
        polling.set(false);
        if (Reason.CLOSED.isWhy(failure)) {
            stopped = true;
            return;
        }
        if (!failing) {
            failing = true;
            LOG.warn(
                    "Agent {} cannot poll its mailbox and tries again until it can: {}",
                    agent.name(),
                    failure.toString());
        }
        runtime.clock().after(PAUSE_AFTER_FAILURE, this::poll);
    }
}
