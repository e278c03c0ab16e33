package io.caxton.core.engine;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.caxton.core.agent.AgentName;
import io.caxton.core.conversation.Conversation;
import io.caxton.core.conversation.ConversationState;
import io.caxton.core.copies.Claimed;
import io.caxton.core.copies.Copy;
import io.caxton.core.copies.HeldCopy;
import io.caxton.core.delivery.Delivery;
import io.caxton.core.delivery.DeliveryState;
import io.caxton.core.delivery.MessageStatus;
import io.caxton.core.engine.AcceptResult.Accepted;
import io.caxton.core.engine.Copies.Adopted;
import io.caxton.core.message.Envelope;
import io.caxton.core.message.Message;
import io.caxton.core.routing.RoutingDecision.Target;
import io.caxton.core.storage.DamagedMessageException;
import io.caxton.core.storage.StoredMessage;
import io.caxton.core.storage.Transaction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes copies this node's own when their owner or its disk is lost. */
final class Adoption {
    private static final Logger LOG = LoggerFactory.getLogger(Adoption.class);

    private final EngineContext context;
    private final Lanes lanes;
    private final Outcomes outcomes;

    Adoption(EngineContext context, Lanes lanes, Outcomes outcomes) {
        this.context = context;
        this.lanes = lanes;
        this.outcomes = outcomes;
    }

    Adopted adopt(Transaction tx, Instant now, String owner, String store, long after, int limit) {
        List<HeldCopy> waiting = tx.copies().waiting(owner, store, after, limit);
        List<Accepted> adopted = new ArrayList<>();
        for (HeldCopy held : waiting) {
            adopt(tx, now, held).ifPresent(adopted::add);
        }
        Optional<Long> last = waiting.size() < limit
                ? Optional.empty()
                : Optional.of(waiting.get(waiting.size() - 1).copy().position());
        return new Adopted(adopted, last);
    }

    /** One that cannot be read, or whose id is another message's here, stays as it is until its deadline. */
    private Optional<Accepted> adopt(Transaction tx, Instant now, HeldCopy held) {
        Copy copy = held.copy();
        Message message;
        Optional<StoredMessage> known;
        try {
            message = Envelope.read(copy.json());
            known = tx.messages().find(copy.messageId());
        } catch (DamagedMessageException damaged) {
            LOG.error("What this node has of the message {} is damaged, as {} lost it", copy.messageId(), held.owner());
            return Optional.empty();
        } catch (RuntimeException unreadable) {
            LOG.error("The copy of the message {} that {} has lost cannot be read", copy.messageId(), held.owner());
            return Optional.empty();
        }
        if (!message.id().equals(copy.messageId())
                || known.filter(k -> !Reception.isSame(k.message(), message)).isPresent()) {
            LOG.error("The id of the message {} that {} has lost is another's here", copy.messageId(), held.owner());
            return Optional.empty();
        }
        List<AgentName> open = copy.names().stream()
                .filter(name -> tx.deliveries().find(message.id(), name).isEmpty())
                .toList();
        tx.copies().markAdopted(held.owner(), copy.messageId());
        if (open.isEmpty()) {
            return Optional.empty();
        }
        StoredMessage stored =
                known.map(k -> atTheEnd(tx, k)).orElseGet(() -> store(tx, now, copy, Envelope.of(message)));
        open.forEach(name -> deliver(tx, now, stored, name, copy.expiresAt()));
        List<Delivery> deliveries = tx.deliveries().ofMessage(message.id());
        return Optional.of(new Accepted(message, MessageStatus.of(deliveries), deliveries, true));
    }

    private void deliver(Transaction tx, Instant now, StoredMessage stored, AgentName name, Instant expiresAt) {
        String conversationId = stored.message().conversationId();
        Target target = lanes.taker(tx, name, conversationId, Optional.empty())
                .orElseGet(() -> new Target(name, Optional.empty()));
        Delivery delivery = lanes.append(tx, now, stored, target, expiresAt, List.of(), 0);
        Outcomes.halted(tx, delivery)
                .ifPresent(halted -> outcomes.finish(tx, now, delivery, DeliveryState.REFUSED, halted.reason()));
    }

    private static StoredMessage atTheEnd(Transaction tx, StoredMessage known) {
        return new StoredMessage(
                known.message(),
                tx.messages().nextPosition(),
                known.acceptedAt(),
                known.sizeBytes(),
                known.fingerprint());
    }

    private StoredMessage store(Transaction tx, Instant now, Copy copy, Envelope envelope) {
        Message message = envelope.message();
        Set<AgentName> speakers = new TreeSet<>(copy.names());
        if (!message.sender().equals(AgentName.NODE)) {
            speakers.add(message.sender());
        }
        Conversation conversation = tx.conversations()
                .find(message.conversationId())
                .map(c -> c.state() == ConversationState.EXPIRED ? c.reopened() : c)
                .orElseGet(() -> Conversation.open(
                        message.conversationId(),
                        context.settings().conversation().maxMessages(),
                        now));
        tx.conversations().save(conversation.plusMessage(speakers, now));
        long size = message.content().toString().getBytes(UTF_8).length;
        StoredMessage stored = tx.messages().append(envelope, now, size, copy.fingerprint());
        copy.idempotencyKey()
                .filter(key -> tx.messages()
                        .findByIdempotencyKey(message.sender(), key)
                        .isEmpty())
                .ifPresent(key -> tx.messages().rememberIdempotencyKey(message.sender(), key, message.id(), now));
        tx.afterCommit(() -> context.listener().accepted(stored));
        return stored;
    }

    /** The owner, which has come back with its disk, hears how it ends, or how it has ended. */
    void tellOwner(Transaction tx, Instant now, String owner, Claimed adopted) {
        for (AgentName name : adopted.names()) {
            tx.deliveries().find(adopted.messageId(), name).ifPresent(delivery -> {
                if (delivery.state().isFinal()) {
                    outcomes.report(tx, now, delivery, owner);
                } else {
                    tx.deliveries().save(delivery.withOrigin(owner));
                }
            });
        }
    }
}
