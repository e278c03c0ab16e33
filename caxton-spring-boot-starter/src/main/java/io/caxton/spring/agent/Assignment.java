package io.caxton.spring.agent;

import io.caxton.core.delivery.Delivery;
import io.caxton.core.engine.Mailboxes.Leased;
import io.caxton.core.engine.Mailboxes.Settlement;
import io.caxton.spring.tracing.MessageTracing;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.task.TaskRejectedException;

/** One message in the hands of an agent, from its lease until the mailbox knows how it ended. */
final class Assignment {
    private static final Logger LOG = LoggerFactory.getLogger(Assignment.class);
    private static final int EXTENSIONS_A_LEASE = 3;

    private final Leased leased;
    private final MessageTracing.Handling traced;
    private final HandlerTable handlers;
    private final AgentRuntime runtime;
    private final Instant latest;
    private final AtomicBoolean ended = new AtomicBoolean();
    private final CompletableFuture<Void> settled = new CompletableFuture<>();

    Assignment(Leased leased, HandlerTable handlers, AgentRuntime runtime) {
        this.traced = runtime.tracing().handling(leased);
        this.leased = traced.leased();
        this.handlers = handlers;
        this.runtime = runtime;
        this.latest = runtime.clock().now().plus(runtime.handlingTimeout());
    }

    /** Completes when the mailbox knows how it ended. */
    CompletableFuture<Void> settled() {
        return settled;
    }

    /** Has it handled, and keeps its lease until then. */
    void start() {
        try {
            runtime.executor().execute(this::handle);
            extendLater();
        } catch (TaskRejectedException e) {
            LOG.debug("The node is stopping", e);
            var unused = giveBack();
        }
    }

    /** Returns it unfinished to be handed out again at once; what its handler does from now on does not count. */
    CompletableFuture<Void> giveBack() {
        end(new Outcome.Again("the node stopped before it was handled", Optional.of(Duration.ZERO)));
        return settled;
    }

    private void handle() {
        traced.run(() -> {
            var unused = handlers.handle(leased).thenAccept(this::end);
        });
    }

    private void end(Outcome outcome) {
        if (ended.compareAndSet(false, true)) {
            var unused = runtime.settler().settle(leased, outcome).thenAccept(done -> {
                traced.ended(outcome.getClass().getSimpleName());
                settled.complete(null);
            });
        }
    }

    private void extendLater() {
        runtime.clock().after(runtime.lease().dividedBy(EXTENSIONS_A_LEASE), this::extend);
    }

    private void extend() {
        if (ended.get()) {
            return;
        }
        if (!runtime.clock().now().isBefore(latest)) {
            end(new Outcome.Again("not handled within " + runtime.handlingTimeout(), Optional.empty()));
            return;
        }
        Delivery delivery = leased.delivery();
        var unused = runtime.mailboxes()
                .extend(
                        delivery.agentId().orElseThrow(),
                        delivery.messageId(),
                        OptionalInt.of(delivery.attempt()),
                        runtime.lease())
                .whenComplete((result, failure) -> {
                    if (failure != null || result == Settlement.DONE) {
                        extendLater();
                    } else {
                        LOG.warn(
                                "Agent {} no longer holds message {} that it is handling",
                                delivery.agentName(),
                                delivery.messageId());
                    }
                });
    }
}
