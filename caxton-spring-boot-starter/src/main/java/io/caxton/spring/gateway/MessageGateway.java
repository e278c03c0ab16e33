package io.caxton.spring.gateway;

import io.caxton.core.agent.AgentName;
import io.caxton.core.conversation.Conversation;
import io.caxton.core.delivery.Delivery;
import io.caxton.core.delivery.DeliveryState;
import io.caxton.core.delivery.MessageStatus;
import io.caxton.core.delivery.Receipt;
import io.caxton.core.delivery.ReceiptStatus;
import io.caxton.core.engine.AcceptResult;
import io.caxton.core.engine.AcceptResult.Accepted;
import io.caxton.core.engine.DeliveryEngine;
import io.caxton.core.engine.DirectDelivery.Handed;
import io.caxton.core.engine.Submission;
import io.caxton.core.message.Message;
import io.caxton.core.storage.DamagedMessageException;
import io.caxton.core.storage.LocalState;
import io.caxton.core.storage.StoredMessage;
import io.caxton.core.storage.Transaction;
import io.caxton.spring.gateway.HandedOver.Acknowledged;
import io.caxton.spring.tracing.MessageTracing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends messages and answers questions about them, their conversations and dead letters. */
public final class MessageGateway {
    private static final Logger LOG = LoggerFactory.getLogger(MessageGateway.class);

    private final LocalState state;
    private final DeliveryEngine engine;
    private final WaitingRoom waiting;
    private final NodeClock clock;
    private final SendListener listener;
    private final Feeds feeds;
    private final Directs directs;
    private final MessageTracing tracing;
    private final SecondCopies copies;

    public MessageGateway(
            LocalState state,
            DeliveryEngine engine,
            WaitingRoom waiting,
            Feeds feeds,
            Directs directs,
            NodeClock clock) {
        this(state, engine, waiting, feeds, directs, clock, SendListener.NONE, MessageTracing.NONE, SecondCopies.NONE);
    }

    public MessageGateway(
            LocalState state,
            DeliveryEngine engine,
            WaitingRoom waiting,
            Feeds feeds,
            Directs directs,
            NodeClock clock,
            SendListener listener,
            MessageTracing tracing,
            SecondCopies copies) {
        this.directs = directs;
        this.feeds = feeds;
        this.state = state;
        this.engine = engine;
        this.waiting = waiting;
        this.clock = clock;
        this.listener = listener;
        this.tracing = tracing;
        this.copies = copies;
    }

    /**
     * A message with what became of it.
     *
     * @param history in the order it happened
     */
    public record Traced(
            StoredMessage message, ReceiptStatus status, List<Delivery> deliveries, List<Receipt> history) {}

    /**
     * What a sender who waits gets.
     *
     * @param reply the first message that answers; empty if none came in time
     */
    public record Answer(AcceptResult accepted, Optional<StoredMessage> reply) {}

    /**
     * Accepts a message; the future completes once that is durable, on as many disks as it has to be. An at-most-once message whose receiver waits may be
     * handed over instead, and is recorded later: then its status is {@code delivered}.
     */
    public CompletableFuture<AcceptResult> send(Submission submission) {
        long start = System.nanoTime();
        MessageTracing.Acceptance traced = tracing.accepting(submission);
        Optional<AcceptResult> handed = directs.tryHand(traced.submission()).map(AcceptResult.class::cast);
        if (handed.isPresent()) {
            listener.onSent(handed, Duration.ofNanos(System.nanoTime() - start));
            traced.ended(handed);
            return CompletableFuture.completedFuture(handed.get());
        }
        Set<String> conversation = directs.enter(List.of(submission));
        return store(traced)
                .whenComplete((stored, failure) -> directs.exit(conversation))
                .thenCompose(Stored::told)
                .whenComplete((result, failure) -> {
                    listener.onSent(Optional.ofNullable(result), Duration.ofNanos(System.nanoTime() - start));
                    traced.ended(Optional.ofNullable(result));
                });
    }

    /** Durable here; what the sender is told once it is so elsewhere too. */
    private record Stored(CompletableFuture<AcceptResult> told) {}

    private CompletableFuture<Stored> store(MessageTracing.Acceptance traced) {
        return state.write(tx -> {
            feeds.hush(tx);
            long routing = System.nanoTime();
            AcceptResult result = engine.acceptance().accept(tx, clock.now(), traced.submission());
            Duration took = Duration.ofNanos(System.nanoTime() - routing);
            listener.onRouted(took);
            traced.routed(took);
            feeds.handOver(tx, List.of(result), Optional.empty());
            return new Stored(copies.accepted(tx, traced.submission(), result));
        });
    }

    /** Accepts a message and waits for the first message of its conversation that is in reply to it. */
    public CompletableFuture<Answer> sendAndAwaitReply(Submission submission, Duration timeout) {
        Message message = submission.message();
        var reply = waiting.forReply(message.conversationId(), message.replyWith());
        return send(submission)
                .whenComplete((accepted, failure) -> {
                    if (!(accepted instanceof Accepted)) {
                        reply.complete(Optional.empty());
                    } else {
                        reply.completeOnTimeout(Optional.empty(), timeout.toMillis(), TimeUnit.MILLISECONDS);
                    }
                })
                .thenCompose(accepted -> {
                    if (accepted instanceof Accepted ok && ok.repeated()) {
                        reply.complete(Optional.empty());
                        return awaitReplyTo(ok.message(), timeout).thenApply(answer -> new Answer(accepted, answer));
                    }
                    return reply.thenApply(answer -> new Answer(accepted, answer));
                });
    }

    /**
     * Waits for the reply to a message accepted before, which may have come already and may have other ids than the
     * request that repeats it. The writer looks for it, as this runs on the writer's thread and must not wait there.
     */
    private CompletableFuture<Optional<StoredMessage>> awaitReplyTo(Message message, Duration timeout) {
        var reply = waiting.forReply(message.conversationId(), message.replyWith());
        reply.completeOnTimeout(Optional.empty(), timeout.toMillis(), TimeUnit.MILLISECONDS);
        var unused = state.write(tx -> tx.messages().findReply(message.conversationId(), message.replyWith()))
                .whenComplete((found, failure) -> {
                    if (failure != null) {
                        reply.completeExceptionally(failure);
                    } else if (found.isPresent()) {
                        reply.complete(found);
                    }
                });
        return reply;
    }

    /** Whether nobody waits for a reply any more, because the node stops. */
    public boolean isStopping() {
        return waiting.isClosed();
    }

    public Optional<Traced> find(String messageId) {
        return directs.undurable(messageId).map(this::traced).or(() -> stored(messageId));
    }

    private Traced traced(Handed handed) {
        StoredMessage message = new StoredMessage(
                handed.message(), 0, handed.at(), handed.submission().sizeBytes(), "");
        List<Delivery> deliveries = List.of(handed.current());
        return new Traced(
                message,
                MessageStatus.of(deliveries),
                deliveries,
                engine.direct().history(handed));
    }

    private Optional<Traced> stored(String messageId) {
        // Asked for first: what is written meanwhile is found in the local state.
        Optional<Acknowledged> acknowledged = directs.acknowledgement(messageId);
        return state.read(tx -> tx.messages().find(messageId).map(stored -> {
                    List<Delivery> deliveries = tx.deliveries().ofMessage(messageId);
                    return new Traced(
                            stored,
                            MessageStatus.of(deliveries),
                            deliveries,
                            tx.messages().receipts(messageId));
                }))
                .map(traced -> acknowledged
                        .filter(done -> traced.status() == ReceiptStatus.DELIVERED)
                        .map(done -> handled(traced, done))
                        .orElse(traced));
    }

    /** It has gone to one receiver only. */
    private Traced handled(Traced traced, Acknowledged done) {
        List<Delivery> deliveries = traced.deliveries().stream()
                .map(delivery -> delivery.finished(DeliveryState.HANDLED, Optional.empty()))
                .toList();
        List<Receipt> history = new ArrayList<>(traced.history());
        history.add(engine.direct().handled(done.delivery(), done.at()));
        return new Traced(traced.message(), ReceiptStatus.HANDLED, deliveries, history);
    }

    public Optional<Conversation> findConversation(String conversationId) {
        return directs.conversation(conversationId)
                .or(() -> state.read(tx -> tx.conversations().find(conversationId)));
    }

    /** Messages of a conversation with a position above {@code after}, in order. */
    public List<StoredMessage> conversationMessages(String conversationId, long after, int limit) {
        return state.read(tx -> tx.messages().inConversation(conversationId, after, limit));
    }

    /** Ends a conversation for new messages; empty if there is none of this id. */
    public CompletableFuture<Optional<Conversation>> closeConversation(String conversationId, String reason) {
        directs.enter(Set.of(conversationId));
        return state.write(tx -> engine.conversations().close(tx, clock.now(), conversationId, reason))
                .whenComplete((closed, failure) -> directs.exit(Set.of(conversationId)));
    }

    /** Stops a conversation; empty if there is none of this id. */
    public CompletableFuture<Optional<Conversation>> haltConversation(String conversationId, String reason) {
        directs.enter(Set.of(conversationId));
        return state.write(tx -> engine.conversations().halt(tx, clock.now(), conversationId, reason))
                .whenComplete((halted, failure) -> directs.exit(Set.of(conversationId)));
    }

    /** A dead letter with its message. */
    public record DeadLetter(StoredMessage message, Delivery delivery) {}

    /** Dead letters with a position above {@code after}, in order. */
    public List<DeadLetter> deadLetters(Optional<AgentName> agent, long after, int limit) {
        return state.read(tx -> engine.deadLetters().list(tx, agent, after, limit).stream()
                .flatMap(d -> readable(tx, d.messageId()).stream().map(m -> new DeadLetter(m, d)))
                .toList());
    }

    /** A dead letter whose content is damaged can be redriven or dismissed by its id, but not shown. */
    private static Optional<StoredMessage> readable(Transaction tx, String messageId) {
        try {
            return tx.messages().find(messageId);
        } catch (DamagedMessageException damaged) {
            LOG.warn("The dead letter {} cannot be shown: {}", messageId, damaged.getMessage());
            return Optional.empty();
        }
    }

    /** Gives a dead message a new life; the number of deliveries that got one, 0 if there is no such dead letter. */
    public CompletableFuture<Integer> redrive(String messageId) {
        return redrive(messageId, anyone -> true);
    }

    /** The same for the mailboxes of some agents only. */
    public CompletableFuture<Integer> redrive(String messageId, Predicate<AgentName> whose) {
        Set<String> conversations = state.read(tx -> tx.deliveries().ofMessage(messageId).stream()
                .map(Delivery::conversationId)
                .collect(Collectors.toSet()));
        directs.enter(conversations);
        return state.write(tx -> engine.deadLetters().redrive(tx, clock.now(), messageId, whose))
                .whenComplete((redriven, failure) -> directs.exit(conversations));
    }

    /** Takes a dead message off the list; the number of its deliveries there, 0 if there is no such dead letter. */
    public CompletableFuture<Integer> dismiss(String messageId) {
        return dismiss(messageId, anyone -> true);
    }

    /** The same for the mailboxes of some agents only. */
    public CompletableFuture<Integer> dismiss(String messageId, Predicate<AgentName> whose) {
        return state.write(tx -> engine.deadLetters().dismiss(tx, messageId, whose));
    }
}
