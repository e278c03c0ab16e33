package io.caxton.spring.gateway;

import io.caxton.core.agent.AgentName;
import io.caxton.core.conversation.Conversation;
import io.caxton.core.delivery.Delivery;
import io.caxton.core.delivery.DeliveryState;
import io.caxton.core.delivery.ReceiptStatus;
import io.caxton.core.engine.AcceptResult.Accepted;
import io.caxton.core.engine.DeliveryEngine;
import io.caxton.core.engine.DirectDelivery;
import io.caxton.core.engine.DirectDelivery.Handed;
import io.caxton.core.engine.EngineListener;
import io.caxton.core.engine.Mailboxes.Leased;
import io.caxton.core.engine.Mailboxes.Settlement;
import io.caxton.core.engine.Submission;
import io.caxton.core.message.Message;
import io.caxton.core.message.Recipient;
import io.caxton.core.routing.RoutingDecision.Target;
import io.caxton.core.storage.LocalState;
import io.caxton.core.storage.LocalStateException;
import io.caxton.core.storage.StoredMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands at-most-once messages to receivers who wait, without a commit in between, and records them soon after. One lock
 * decides, for a conversation at a time, whether its next message goes this way or through the local state; what goes through
 * the local state is queued there behind what was handed over before it.
 */
public final class Directs implements EngineListener, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Directs.class);
    private static final Duration RECORDING_PAUSE = Duration.ofMillis(20);
    private static final int MOST_CONVERSATIONS = 10_000;
    private static final int RECORDS_A_WORK = 128;

    private final LocalState state;
    private final DeliveryEngine engine;
    private final Feeds feeds;
    private final WaitingRoom waiting;
    private final NodeClock clock;
    private final int mostUnrecorded;
    private final Object lock = new Object();
    private final DirectConversations conversations = new DirectConversations(MOST_CONVERSATIONS);
    private final Map<String, Handed> unrecorded = new LinkedHashMap<>();
    private boolean recordingSoon;
    private boolean closed;

    /** @param mostUnrecorded how many messages may wait to be recorded; beyond it they are stored before they are handed over */
    public Directs(
            LocalState state,
            DeliveryEngine engine,
            Feeds feeds,
            WaitingRoom waiting,
            NodeClock clock,
            int mostUnrecorded) {
        this.state = state;
        this.engine = engine;
        this.feeds = feeds;
        this.waiting = waiting;
        this.clock = clock;
        this.mostUnrecorded = mostUnrecorded;
    }

    /** Hands a message over at once if everything speaks for it; empty if it has to be stored first. */
    Optional<Accepted> tryHand(Submission submission) {
        if (!DirectDelivery.isMeantFor(submission)) {
            return Optional.empty();
        }
        Message message = submission.message();
        learn(message);
        Handed handed;
        Feed feed;
        synchronized (lock) {
            Optional<Conversation> known = conversations.find(message.conversationId());
            if (closed || known.isEmpty() || unrecorded.size() >= mostUnrecorded || conversations.isFull()) {
                return Optional.empty();
            }
            Instant now = clock.now();
            Optional<Target> target = engine.direct()
                    .choose(now, message, known.get(), conversations.facts(message.conversationId(), agentId -> 0))
                    .filter(to -> conversations.isFree(message.conversationId(), to.agentName()));
            Optional<Feed> taker = target.flatMap(Target::agentId).flatMap(feeds::find);
            if (taker.isEmpty() || !taker.get().reserveDirectly()) {
                return Optional.empty();
            }
            feed = taker.get();
            handed = engine.direct().hand(now, submission, target.get());
            note(handed, known.get());
        }
        push(feed, handed);
        return Optional.of(new Accepted(message, ReceiptStatus.DELIVERED, List.of(handed.delivery()), false));
    }

    private void push(Feed feed, Handed handed) {
        StoredMessage message = new StoredMessage(
                handed.message(), 0, handed.at(), handed.submission().sizeBytes(), "");
        feed.pushDirectly(new Leased(message, handed.delivery()));
        waiting.accepted(message);
    }

    private void note(Handed handed, Conversation before) {
        Message message = handed.message();
        AgentName receiver = handed.delivery().agentName();
        conversations.handed(
                message.conversationId(),
                before.plusMessage(Set.of(message.sender(), receiver), handed.at()),
                receiver,
                handed.delivery().agentId().orElseThrow(),
                message.id());
        unrecorded.put(message.id(), handed);
        recordLater();
    }

    /** Makes a conversation known if it can be: it begins with this message, or the local state knows it. */
    private void learn(Message message) {
        String id = message.conversationId();
        Optional<AgentName> receiver =
                message.recipient() instanceof Recipient.ToAgent to ? Optional.of(to.name()) : Optional.empty();
        long version;
        synchronized (lock) {
            if (id.equals(message.id())) {
                conversations.begin(id, engine.direct().begin(message, clock.now()));
                return;
            }
            if (receiver.isEmpty()
                    || !conversations.isReadable(id)
                    || (conversations.find(id).isPresent() && conversations.isLaneKnown(id, receiver.get()))) {
                return;
            }
            version = conversations.version(id);
        }
        try {
            read(message, receiver.get(), version);
        } catch (LocalStateException unreadable) {
            LOG.debug("A conversation stays unknown", unreadable);
        }
    }

    private void read(Message message, AgentName name, long version) {
        String id = message.conversationId();
        Instant now = clock.now();
        state.read(tx -> {
            Conversation read =
                    tx.conversations().find(id).orElseGet(() -> engine.direct().begin(message, now));
            boolean empty = tx.deliveries().firstUnfinished(name, id).isEmpty();
            Map<AgentName, String> bound = tx.conversations().boundInstances(id);
            synchronized (lock) {
                conversations.learn(id, version, read, name, empty, bound);
            }
            return true;
        });
    }

    /** The same for messages, which may bring the id of one that was handed over: that is recorded first as well. */
    Set<String> enter(List<Submission> submissions) {
        Set<String> ids = conversationsOf(submissions);
        synchronized (lock) {
            submissions.forEach(submission -> recordFirst(submission.message().id()));
            enter(ids);
        }
        return ids;
    }

    /** Before a work that touches these conversations is given to the local state: what was handed over goes first. */
    void enter(Set<String> ids) {
        synchronized (lock) {
            ids.forEach(id -> {
                recordConversation(id);
                conversations.enter(id);
            });
        }
    }

    /** That work is done. */
    void exit(Set<String> ids) {
        synchronized (lock) {
            ids.forEach(conversations::exit);
        }
    }

    /** Acknowledges a message that is not recorded yet; empty if it is, or never was handed over so. */
    Optional<Settlement> ack(String agentId, String messageId, OptionalInt attempt) {
        Delivery released;
        synchronized (lock) {
            Handed handed = unrecorded.get(messageId);
            if (handed == null) {
                return Optional.empty();
            }
            Delivery delivery = handed.delivery();
            if (!delivery.agentId().equals(Optional.of(agentId))
                    || (attempt.isPresent() && attempt.getAsInt() != delivery.attempt())) {
                recordConversation(delivery.conversationId());
                return Optional.empty();
            }
            if (handed.acknowledgedAt().isPresent()) {
                return Optional.of(Settlement.DONE);
            }
            Instant now = clock.now();
            unrecorded.put(messageId, new Handed(handed.submission(), delivery, handed.at(), Optional.of(now)));
            conversations.finished(delivery.conversationId(), delivery.agentName(), messageId);
            released = delivery.finished(DeliveryState.HANDLED, Optional.empty());
        }
        feeds.finished(released);
        return Optional.of(Settlement.DONE);
    }

    /** A conversation as it stands with what is not recorded yet; empty if the local state knows it as well. */
    Optional<Conversation> conversation(String id) {
        synchronized (lock) {
            return conversations.findUnrecorded(id).filter(known -> known.messageCount() > 0);
        }
    }

    /** Whether a message was handed over and is not recorded yet. */
    boolean isUnrecorded(String agentId, String messageId, OptionalInt attempt) {
        synchronized (lock) {
            Handed handed = unrecorded.get(messageId);
            return handed != null
                    && handed.delivery().agentId().equals(Optional.of(agentId))
                    && handed.acknowledgedAt().isEmpty()
                    && (attempt.isEmpty() || attempt.getAsInt() == 1);
        }
    }

    /** Before a work about this message is given to the local state: it must find it there. */
    void recordFirst(String messageId) {
        synchronized (lock) {
            Handed handed = unrecorded.get(messageId);
            if (handed != null) {
                recordConversation(handed.message().conversationId());
            }
        }
    }

    private void recordSoon() {
        synchronized (lock) {
            recordingSoon = false;
            record(handed -> true);
            conversations.trim();
        }
    }

    private void recordConversation(String id) {
        if (conversations.hasUnrecorded(id)) {
            record(handed -> handed.message().conversationId().equals(id));
        }
    }

    private void record(Predicate<Handed> which) {
        List<Handed> all = unrecorded.values().stream().filter(which).toList();
        boolean taken = true;
        for (int from = 0; taken && from < all.size(); from += RECORDS_A_WORK) {
            taken = record(new ArrayList<>(all.subList(from, Math.min(all.size(), from + RECORDS_A_WORK))));
        }
    }

    /** False if the local state is overloaded: they wait on, in their order. */
    private boolean record(List<Handed> some) {
        some.forEach(handed -> unrecorded.remove(handed.message().id()));
        Map<String, Long> counts = some.stream()
                .collect(Collectors.groupingBy(handed -> handed.message().conversationId(), Collectors.counting()));
        counts.forEach((id, count) -> conversations.recording(id, Math.toIntExact(count)));
        CompletableFuture<Boolean> recording = state.write(tx -> {
            some.forEach(handed -> engine.direct().record(tx, handed));
            return true;
        });
        if (!closed && isRefused(recording)) {
            counts.forEach((id, count) -> conversations.notRecording(id, Math.toIntExact(count)));
            waitOn(some);
            return false;
        }
        var unused = recording.whenComplete(
                (done, failure) -> recorded(some, counts.keySet(), Optional.ofNullable(failure)));
        return true;
    }

    private static boolean isRefused(CompletableFuture<Boolean> recording) {
        return recording.isCompletedExceptionally()
                && recording
                        .handle((done, failure) -> failure instanceof LocalStateException e
                                && e.reason() == LocalStateException.Reason.OVERLOADED)
                        .join();
    }

    private void waitOn(List<Handed> some) {
        Map<String, Handed> later = new LinkedHashMap<>(unrecorded);
        unrecorded.clear();
        some.forEach(handed -> unrecorded.put(handed.message().id(), handed));
        unrecorded.putAll(later);
        recordLater();
    }

    private void recordLater() {
        if (!recordingSoon) {
            recordingSoon = true;
            clock.after(RECORDING_PAUSE, this::recordSoon);
        }
    }

    private void recorded(List<Handed> some, Set<String> ids, Optional<Throwable> failure) {
        synchronized (lock) {
            ids.forEach(id -> conversations.recorded(id, failure.isEmpty()));
            conversations.trim();
        }
        failure.ifPresent(cause -> {
            LOG.warn("{} at-most-once messages were handed over, but not recorded: {}", some.size(), cause.toString());
            some.forEach(handed -> feeds.finished(handed.delivery()));
        });
    }

    /** A notice of the node itself may now wait in any lane of its conversation. */
    @Override
    public void accepted(StoredMessage message) {
        if (message.message().sender().equals(AgentName.NODE)) {
            synchronized (lock) {
                conversations.drop(message.message().conversationId());
            }
        }
    }

    @Override
    public void finished(Delivery delivery) {
        synchronized (lock) {
            conversations.finished(delivery.conversationId(), delivery.agentName(), delivery.messageId());
        }
    }

    private static Set<String> conversationsOf(List<Submission> submissions) {
        return submissions.stream()
                .map(submission -> submission.message().conversationId())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Records what was handed over; nothing is handed over so from now on. */
    @Override
    public void close() {
        synchronized (lock) {
            closed = true;
            record(handed -> true);
        }
    }
}
