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
import io.caxton.spring.gateway.HandedOver.Acknowledged;
import io.caxton.spring.gateway.HandedOver.Step;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
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
    private static final int MOST_CONVERSATIONS = 10_000;

    private final LocalState state;
    private final DeliveryEngine engine;
    private final Feeds feeds;
    private final WaitingRoom waiting;
    private final NodeClock clock;
    private final Object lock = new Object();
    private final DirectConversations conversations = new DirectConversations(MOST_CONVERSATIONS);
    private final HandedOver messages;
    private final DirectRecorder recorder;
    private boolean closed;

    /** @param mostUnrecorded how many messages may wait to be recorded; beyond it they are stored before they are handed over */
    public Directs(
            LocalState state,
            DeliveryEngine engine,
            Feeds feeds,
            WaitingRoom waiting,
            NodeClock clock,
            WriteBehind behind,
            int mostUnrecorded) {
        this.state = state;
        this.engine = engine;
        this.feeds = feeds;
        this.waiting = waiting;
        this.clock = clock;
        this.messages = new HandedOver(mostUnrecorded);
        this.recorder = new DirectRecorder(state, engine, feeds, clock, lock, conversations, messages);
        behind.add(recorder::recordAll);
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
            if (closed || known.isEmpty() || !messages.hasRoom(submission.sizeBytes()) || conversations.isFull()) {
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
        messages.add(handed);
        recorder.recordLater();
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
                recorder.recordConversation(id);
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

    /** Acknowledges a message that was handed over; empty if the local state has to, because it knows better. */
    Optional<Settlement> ack(String agentId, String messageId, OptionalInt attempt) {
        Delivery delivery;
        synchronized (lock) {
            if (messages.justAcknowledged(messageId)
                    .filter(done -> isOf(agentId, attempt, done))
                    .isPresent()) {
                return Optional.of(Settlement.DONE);
            }
            Optional<Delivery> inHand = messages.inHand(messageId).filter(held -> isOf(agentId, attempt, held));
            if (closed || inHand.isEmpty()) {
                recordFirst(messageId);
                return Optional.empty();
            }
            delivery = inHand.get();
            if (messages.acknowledge(messageId, clock.now())) {
                conversations.acknowledged(delivery.conversationId());
            }
            conversations.finished(delivery.conversationId(), delivery.agentName(), messageId);
            recorder.recordLater();
        }
        feeds.finished(delivery.finished(DeliveryState.HANDLED, Optional.empty()));
        return Optional.of(Settlement.DONE);
    }

    private static boolean isOf(String agentId, OptionalInt attempt, Delivery delivery) {
        return delivery.agentId().equals(Optional.of(agentId))
                && (attempt.isEmpty() || attempt.getAsInt() == delivery.attempt());
    }

    /** A conversation as it stands with what is not recorded yet; empty if the local state knows it as well. */
    Optional<Conversation> conversation(String id) {
        synchronized (lock) {
            return conversations.findUnrecorded(id).filter(known -> known.messageCount() > 0);
        }
    }

    /** Whether an instance holds a message that was handed over, and may acknowledge it here. */
    boolean isInHand(String agentId, String messageId, OptionalInt attempt) {
        synchronized (lock) {
            return messages.inHand(messageId)
                    .filter(held -> isOf(agentId, attempt, held))
                    .isPresent();
        }
    }

    /** A message that was handed over and that the local state does not hold durably yet. */
    Optional<Handed> undurable(String messageId) {
        synchronized (lock) {
            return messages.undurable(messageId);
        }
    }

    /** That a message was acknowledged, if the local state holds it, but does not know that durably yet. */
    Optional<Acknowledged> acknowledgement(String messageId) {
        synchronized (lock) {
            return messages.acknowledgement(messageId);
        }
    }

    /** Before a work about this message is given to the local state: it must find there what has become of it. */
    void recordFirst(String messageId) {
        synchronized (lock) {
            messages.undurable(messageId)
                    .map(handed -> handed.message().conversationId())
                    .or(() -> messages.acknowledgement(messageId).map(Step::conversationId))
                    .ifPresent(recorder::recordConversation);
        }
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
            messages.ended(delivery.messageId());
            conversations.finished(delivery.conversationId(), delivery.agentName(), delivery.messageId());
        }
    }

    @Override
    public void returned(Delivery delivery) {
        synchronized (lock) {
            messages.ended(delivery.messageId());
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
            recorder.close();
            messages.forgetHeld();
        }
    }
}
