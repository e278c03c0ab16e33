package io.caxton.spring.gateway;

import io.caxton.core.delivery.Delivery;
import io.caxton.core.delivery.Receipt;
import io.caxton.core.delivery.ReceiptStatus;
import io.caxton.core.engine.AcceptResult;
import io.caxton.core.engine.DeliveryEngine;
import io.caxton.core.engine.Mailboxes.LeaseResult;
import io.caxton.core.engine.Mailboxes.Leased;
import io.caxton.core.engine.Mailboxes.Settlement;
import io.caxton.core.engine.Submission;
import io.caxton.core.storage.LocalState;
import io.caxton.core.storage.Transaction;
import io.caxton.spring.tracing.MessageTracing;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** What a receiver does with its mailbox. Every call is a sign of life that renews the agent's lease. */
public final class MailboxGateway {
    private final LocalState state;
    private final DeliveryEngine engine;
    private final AgentGateway agents;
    private final WaitingRoom waiting;
    private final Feeds feeds;
    private final Directs directs;
    private final NodeClock clock;
    private final MessageTracing tracing;
    private final SecondCopies copies;

    public MailboxGateway(
            LocalState state,
            DeliveryEngine engine,
            AgentGateway agents,
            WaitingRoom waiting,
            Feeds feeds,
            Directs directs,
            NodeClock clock) {
        this(state, engine, agents, waiting, feeds, directs, clock, MessageTracing.NONE, SecondCopies.NONE);
    }

    public MailboxGateway(
            LocalState state,
            DeliveryEngine engine,
            AgentGateway agents,
            WaitingRoom waiting,
            Feeds feeds,
            Directs directs,
            NodeClock clock,
            MessageTracing tracing,
            SecondCopies copies) {
        this.directs = directs;
        this.feeds = feeds;
        this.state = state;
        this.engine = engine;
        this.agents = agents;
        this.waiting = waiting;
        this.clock = clock;
        this.tracing = tracing;
        this.copies = copies;
    }

    /**
     * Leases up to {@code max} messages, waiting up to {@code wait} for the first. Completes with an empty list when none
     * came, exceptionally with {@link NoSuchAgentException} if the agent is unknown.
     */
    public CompletableFuture<List<Leased>> receive(String agentId, int max, Duration wait) {
        Instant until = clock.now().plus(wait);
        return agents.signOfLife(agentId, until)
                .thenCompose(alive -> receiveUntil(agentId, max, until))
                .thenApply(leased -> leased.stream().map(tracing::delivered).toList());
    }

    private CompletableFuture<List<Leased>> receiveUntil(String agentId, int max, Instant until) {
        CompletableFuture<Boolean> signal = waiting.forMailbox(agentId);
        CompletableFuture<LeaseResult> lease =
                state.write(tx -> engine.mailboxes().lease(tx, clock.now(), agentId, max));
        var unused = lease.whenComplete((result, failure) -> {
            if (failure != null || !result.leased().isEmpty() || !clock.now().isBefore(until)) {
                signal.complete(false);
            } else {
                Instant next = result.nextAvailableAt().filter(until::isAfter).orElse(until);
                long millis = Duration.between(clock.now(), next).toMillis() + 1;
                signal.completeOnTimeout(true, Math.max(0, millis), TimeUnit.MILLISECONDS);
            }
        });
        return lease.thenCompose(result -> signal.thenCompose(again -> {
            if (again && result.leased().isEmpty()) {
                return receiveUntil(agentId, max, until);
            }
            if (again) {
                // Woken while it took something already: another may wait for what it was woken for.
                waiting.available(agentId);
            }
            return CompletableFuture.completedFuture(result.leased());
        }));
    }

    /**
     * A message that an instance holds.
     *
     * @param handedOutAt when it was handed to it
     */
    public record Held(Leased leased, Instant handedOutAt) {}

    /** What an instance holds now, in the order in which it was handed out. */
    public CompletableFuture<List<Held>> held(String agentId) {
        return state.write(tx -> tx.deliveries().leasedTo(agentId, Integer.MAX_VALUE).stream()
                .flatMap(delivery -> tx.messages().find(delivery.messageId()).stream()
                        .map(message -> new Held(new Leased(message, delivery), handedOutAt(tx, delivery))))
                .sorted(Comparator.comparing(Held::handedOutAt)
                        .thenComparing(held -> held.leased().delivery().priority(), Comparator.reverseOrder())
                        .thenComparing(held -> held.leased().delivery().position()))
                .toList());
    }

    private static Instant handedOutAt(Transaction tx, Delivery delivery) {
        return tx.messages().receipts(delivery.messageId()).stream()
                .filter(receipt -> receipt.status() == ReceiptStatus.DELIVERED
                        && receipt.agentId().equals(delivery.agentId()))
                .map(Receipt::at)
                .max(Comparator.naturalOrder())
                .orElse(Instant.EPOCH);
    }

    /** Acknowledges a message; see {@link io.caxton.core.engine.Mailboxes#ack}. */
    public CompletableFuture<Settlement> ack(String agentId, String messageId, OptionalInt attempt) {
        Optional<Settlement> direct = directs.ack(agentId, messageId, attempt);
        if (direct.isPresent()) {
            return CompletableFuture.completedFuture(direct.get());
        }
        return agents.signOfLife(agentId)
                .thenCompose(alive -> state.write(tx -> {
                    feeds.hush(tx);
                    Settlement settled = engine.mailboxes().ack(tx, clock.now(), agentId, messageId, attempt);
                    feeds.handOver(tx, List.of(), Optional.of(agentId));
                    return settled;
                }));
    }

    /**
     * Accepts replies and acknowledges the message they answer, all or nothing; fails with
     * {@link ReplyNotAcceptedException} otherwise.
     */
    public CompletableFuture<List<AcceptResult>> ackWithReplies(
            String agentId, String messageId, OptionalInt attempt, List<Submission> replies) {
        List<MessageTracing.Acceptance> traced =
                replies.stream().map(tracing::accepting).toList();
        return answer(
                        agentId,
                        messageId,
                        attempt,
                        traced.stream()
                                .map(MessageTracing.Acceptance::submission)
                                .toList())
                .whenComplete((results, failure) -> {
                    for (int i = 0; i < traced.size(); i++) {
                        traced.get(i).ended(results == null ? Optional.empty() : Optional.of(results.get(i)));
                    }
                });
    }

    private CompletableFuture<List<AcceptResult>> answer(
            String agentId, String messageId, OptionalInt attempt, List<Submission> replies) {
        if (replies.size() == 1 && directs.isInHand(agentId, messageId, attempt)) {
            Optional<List<AcceptResult>> handed =
                    directs.tryHand(replies.get(0)).map(List::of);
            if (handed.isPresent()) {
                return ack(agentId, messageId, attempt).thenApply(acknowledged -> handed.get());
            }
        }
        directs.recordFirst(messageId);
        Set<String> conversations = directs.enter(replies);
        return storeReplies(agentId, messageId, attempt, replies)
                .whenComplete((stored, failure) -> directs.exit(conversations))
                .thenCompose(MailboxGateway::all);
    }

    private static CompletableFuture<List<AcceptResult>> all(List<CompletableFuture<AcceptResult>> stored) {
        return CompletableFuture.allOf(stored.toArray(CompletableFuture[]::new))
                .thenApply(done -> stored.stream().map(CompletableFuture::join).toList());
    }

    private CompletableFuture<List<CompletableFuture<AcceptResult>>> storeReplies(
            String agentId, String messageId, OptionalInt attempt, List<Submission> replies) {
        return state.write(tx -> {
            feeds.hush(tx);
            var results = Replies.acceptAndAck(engine, tx, clock.now(), agentId, messageId, attempt, replies);
            feeds.handOver(tx, results, Optional.of(agentId));
            List<CompletableFuture<AcceptResult>> stored = new ArrayList<>();
            for (int i = 0; i < replies.size(); i++) {
                stored.add(copies.accepted(tx, replies.get(i), results.get(i)));
            }
            return stored;
        });
    }

    /** Returns a message unhandled; see {@link io.caxton.core.engine.Mailboxes#nack}. */
    public CompletableFuture<Settlement> nack(
            String agentId,
            String messageId,
            OptionalInt attempt,
            String reason,
            boolean requeue,
            Optional<Duration> delay) {
        directs.recordFirst(messageId);
        return agents.signOfLife(agentId)
                .thenCompose(alive -> state.write(tx ->
                        engine.mailboxes().nack(tx, clock.now(), agentId, messageId, attempt, reason, requeue, delay)));
    }

    /** Prolongs a lease; see {@link io.caxton.core.engine.Mailboxes#extend}. */
    public CompletableFuture<Settlement> extend(String agentId, String messageId, OptionalInt attempt, Duration lease) {
        directs.recordFirst(messageId);
        return agents.signOfLife(agentId)
                .thenCompose(alive -> state.write(
                        tx -> engine.mailboxes().extend(tx, clock.now(), agentId, messageId, attempt, lease)));
    }
}
