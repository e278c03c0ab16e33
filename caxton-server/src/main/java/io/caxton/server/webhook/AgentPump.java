package io.caxton.server.webhook;

import io.caxton.core.agent.AgentInstance;
import io.caxton.core.agent.AgentStatus;
import io.caxton.core.engine.Mailboxes.LeaseResult;
import io.caxton.core.engine.Mailboxes.Leased;
import io.caxton.server.webhook.Verdict.Again;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes messages from the mailbox of one instance and has them posted, as many at once as it and the node allow. */
final class AgentPump {
    private static final Logger LOG = LoggerFactory.getLogger(AgentPump.class);
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(1);

    private final String agentId;
    private final PumpRuntime runtime;
    private final Reachability reachability;
    private int inFlight;
    private boolean busy;
    private boolean again;
    private Instant pausedUntil = Instant.MIN;
    private Instant nextWake = Instant.MAX;

    AgentPump(AgentInstance agent, PumpRuntime runtime) {
        this.agentId = agent.agentId();
        this.runtime = runtime;
        this.reachability = new Reachability(runtime.properties(), agent.status() == AgentStatus.LOST);
    }

    /** Whether nothing of it would be missed. */
    synchronized boolean isIdle() {
        return inFlight == 0 && !busy;
    }

    /** Does what can be done now; never blocks. */
    void pump() {
        int granted;
        synchronized (this) {
            if (busy) {
                again = true;
                return;
            }
            Optional<AgentInstance> agent = runtime.mailboxes().registry().find(agentId);
            if (runtime.isStopped() || agent.isEmpty()) {
                return;
            }
            Instant now = runtime.clock().now();
            if (agent.get().status() == AgentStatus.LOST) {
                probe(now);
                return;
            }
            int room = room(agent.get());
            if (room <= 0 || isPaused(now, pausedUntil)) {
                return;
            }
            granted = runtime.slots().take(this, room);
            if (granted == 0) {
                return;
            }
            busy = true;
            again = false;
        }
        lease(granted);
    }

    private int room(AgentInstance agent) {
        if (agent.status() == AgentStatus.DRAINING) {
            return 0;
        }
        int most = Math.min(agent.maxInFlight(), runtime.properties().maxInFlightPerAgent());
        return (reachability.onTrial() ? 1 : most) - inFlight;
    }

    private boolean isPaused(Instant now, Instant until) {
        if (now.isBefore(until)) {
            wakeAt(now, until);
            return true;
        }
        return false;
    }

    /** Makes one that is lost ready again when it is due; being ready, it finds what it is to be tried with. */
    private void probe(Instant now) {
        if (isPaused(now, reachability.probeAt())) {
            return;
        }
        busy = true;
        again = true;
        var unused = runtime.mailboxes().revive(agentId).whenComplete((revived, failure) -> ready(failure));
    }

    private void lease(int granted) {
        var unused = runtime.mailboxes().lease(agentId, granted, runtime.hold()).whenComplete((result, failure) -> {
            if (failure == null) {
                leased(granted, result);
            } else {
                runtime.slots().release(granted);
            }
            ready(failure);
        });
    }

    private void leased(int granted, LeaseResult result) {
        int count = result.leased().size();
        synchronized (this) {
            inFlight += count;
            // Only a lease that brings nothing tells when something comes.
            again |= count > 0 && count < granted;
            result.nextAvailableAt().ifPresent(at -> wakeAt(runtime.clock().now(), at));
        }
        result.leased().forEach(this::post);
        if (count < granted) {
            runtime.slots().release(granted - count);
        }
    }

    /** The mailbox has answered. */
    private void ready(@Nullable Throwable failure) {
        boolean more;
        synchronized (this) {
            busy = false;
            more = again && failure == null;
            if (failure != null) {
                LOG.debug("The mailbox of {} cannot be read", agentId, failure);
                Instant now = runtime.clock().now();
                wakeAt(now, now.plus(PAUSE_AFTER_FAILURE));
            }
        }
        if (more) {
            pump();
        }
    }

    private synchronized void wakeAt(Instant now, Instant at) {
        if (runtime.isStopped() || (nextWake.isAfter(now) && !at.isBefore(nextWake))) {
            return;
        }
        nextWake = at;
        runtime.clock().after(Duration.between(now, at), () -> {
            synchronized (this) {
                nextWake = Instant.MAX;
            }
            pump();
        });
    }

    private void post(Leased leased) {
        var unused = runtime.poster()
                .post(agentId, leased)
                .thenCompose(verdict ->
                        runtime.settler().settle(leased.delivery(), verdict).thenCompose(done -> note(verdict)))
                .whenComplete((done, failure) -> {
                    synchronized (this) {
                        inFlight--;
                    }
                    runtime.slots().release(1);
                    pump();
                });
    }

    private CompletableFuture<?> note(Verdict verdict) {
        Instant now = runtime.clock().now();
        if (!(verdict instanceof Again failed)) {
            reachability.succeeded();
            return CompletableFuture.completedFuture(true);
        }
        synchronized (this) {
            failed.delay().map(now::plus).filter(pausedUntil::isBefore).ifPresent(until -> pausedUntil = until);
        }
        if (!failed.outOfOrder() || runtime.isStopped() || !reachability.failed(now)) {
            return CompletableFuture.completedFuture(false);
        }
        return runtime.mailboxes().lose(agentId).thenAccept(lost -> {
            if (lost) {
                LOG.warn("Agent instance {} is lost until it can be reached again: {}", agentId, failed.reason());
            }
        });
    }
}
