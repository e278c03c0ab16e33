package io.caxton.spring.gateway;

import io.caxton.core.delivery.Delivery;
import io.caxton.core.engine.DeliveryEngine;
import io.caxton.core.engine.Mailboxes.Settlement;
import io.caxton.core.storage.LocalState;
import io.caxton.core.storage.LocalStateException.Reason;
import io.caxton.core.storage.Transaction;
import io.caxton.spring.gateway.HandedOver.Acknowledged;
import io.caxton.spring.gateway.HandedOver.Step;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives the local state what was handed over in memory and what was acknowledged since, soon after. Shares the lock of
 * {@link Directs}, who holds it on every call but {@link #recordAll}.
 */
final class DirectRecorder {
    private static final Logger LOG = LoggerFactory.getLogger(DirectRecorder.class);
    private static final Duration PAUSE = Duration.ofMillis(5);
    private static final int STEPS_A_WORK = 128;

    private final LocalState state;
    private final DeliveryEngine engine;
    private final Feeds feeds;
    private final NodeClock clock;
    private final Object lock;
    private final DirectConversations conversations;
    private final HandedOver messages;
    private boolean recordingSoon;
    /** Works that record, given to the local state and not done. */
    private int recordings;

    private boolean closed;

    DirectRecorder(
            LocalState state,
            DeliveryEngine engine,
            Feeds feeds,
            NodeClock clock,
            Object lock,
            DirectConversations conversations,
            HandedOver messages) {
        this.state = state;
        this.engine = engine;
        this.feeds = feeds;
        this.clock = clock;
        this.lock = lock;
        this.conversations = conversations;
        this.messages = messages;
    }

    private void recordSoon() {
        synchronized (lock) {
            recordingSoon = false;
            // While the last ones are being written more come together; then it goes on at once.
            if (recordings == 0) {
                record(id -> true);
                conversations.trim();
            }
        }
    }

    /** Everything there is, now. Takes the lock. */
    void recordAll() {
        synchronized (lock) {
            record(id -> true);
        }
    }

    /** What is not recorded of one conversation, before anything else of it is given to the local state. */
    void recordConversation(String id) {
        if (conversations.hasUnrecorded(id)) {
            record(id::equals);
        }
    }

    private void record(Predicate<String> conversation) {
        List<Step> steps = messages.take(conversation);
        for (int from = 0; from < steps.size(); from += STEPS_A_WORK) {
            List<Step> some = List.copyOf(steps.subList(from, Math.min(steps.size(), from + STEPS_A_WORK)));
            if (!record(some)) {
                messages.putBack(steps.subList(from, steps.size()));
                recordLater();
                return;
            }
        }
    }

    /** False if the local state is overloaded. */
    private boolean record(List<Step> some) {
        Map<String, Integer> counts =
                some.stream().collect(Collectors.toMap(Step::conversationId, step -> 1, Integer::sum));
        counts.forEach(conversations::recording);
        recordings++;
        CompletableFuture<Boolean> recording = state.write(tx -> {
            some.forEach(step -> write(tx, step));
            return true;
        });
        if (!closed && isRefused(recording)) {
            recordings--;
            counts.forEach(conversations::notRecording);
            return false;
        }
        var unused = recording.whenComplete(
                (done, failure) -> recorded(some, counts.keySet(), Optional.ofNullable(failure)));
        return true;
    }

    private void write(Transaction tx, Step step) {
        if (step instanceof HandedOver.Message message) {
            engine.direct().record(tx, message.handed());
        } else if (step instanceof Acknowledged done) {
            Delivery delivery = done.delivery();
            Settlement settled = engine.mailboxes()
                    .ack(
                            tx,
                            done.at(),
                            delivery.agentId().orElseThrow(),
                            delivery.messageId(),
                            OptionalInt.of(delivery.attempt()));
            LOG.debug("Acknowledging {}: {}", delivery.messageId(), settled);
        }
    }

    private static boolean isRefused(CompletableFuture<Boolean> recording) {
        return recording.isCompletedExceptionally()
                && recording
                        .handle((done, failure) -> Reason.OVERLOADED.isWhy(failure))
                        .join();
    }

    /** Everything, in a moment. */
    void recordLater() {
        if (!recordingSoon) {
            recordingSoon = true;
            clock.after(PAUSE, this::recordSoon);
        }
    }

    private void recorded(List<Step> some, Set<String> ids, Optional<Throwable> failure) {
        synchronized (lock) {
            recordings--;
            messages.written(some, failure.isEmpty());
            if (recordings == 0 && messages.hasSteps()) {
                recordLater();
            }
            ids.forEach(id -> conversations.recorded(id, failure.isEmpty()));
            conversations.trim();
        }
        failure.ifPresent(cause -> {
            LOG.warn("What became of {} at-most-once messages was not recorded: {}", some.size(), cause.toString());
            some.forEach(this::release);
        });
    }

    private void release(Step step) {
        if (step instanceof HandedOver.Message message) {
            feeds.finished(message.handed().delivery());
        }
    }

    /** Everything, for the last time: what is refused now is lost. */
    void close() {
        closed = true;
        record(id -> true);
    }
}
