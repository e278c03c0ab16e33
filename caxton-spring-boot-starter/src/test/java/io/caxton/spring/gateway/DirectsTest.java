package io.caxton.spring.gateway;

import static io.caxton.spring.gateway.PushingNode.atMostOnce;
import static io.caxton.spring.gateway.PushingNode.message;
import static io.caxton.spring.gateway.PushingNode.to;
import static org.assertj.core.api.Assertions.assertThat;

import io.caxton.core.agent.AgentInstance;
import io.caxton.core.agent.Capability;
import io.caxton.core.conversation.Conversation;
import io.caxton.core.conversation.ConversationState;
import io.caxton.core.delivery.Delivery;
import io.caxton.core.delivery.DeliveryState;
import io.caxton.core.delivery.Receipt;
import io.caxton.core.delivery.ReceiptStatus;
import io.caxton.core.engine.AcceptResult.Accepted;
import io.caxton.core.engine.AcceptResult.Conflict;
import io.caxton.core.engine.AcceptResult.ConversationEnded;
import io.caxton.core.engine.EngineListener;
import io.caxton.core.engine.EngineSettings;
import io.caxton.core.engine.Mailboxes.Settlement;
import io.caxton.core.engine.Submission;
import io.caxton.core.message.Message;
import io.caxton.core.message.Recipient;
import io.caxton.core.storage.InMemoryLocalState;
import io.caxton.core.storage.LocalStateException;
import io.caxton.spring.gateway.MessageGateway.Traced;
import io.caxton.spring.gateway.PushingNode.Taken;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** At-most-once messages that are handed over in memory, among others that are stored. */
class DirectsTest {
    private final HookedLocalState state = new HookedLocalState(new InMemoryLocalState());
    private final PushingNode node = new PushingNode(state).withoutTimer();

    @AfterEach
    void close() {
        node.close();
    }

    @Test
    void whatWasReadBeforeAHaltIsNotTakenForKnownAfterIt() {
        AgentInstance worker = node.register("worker", 10);
        Taken taken = node.link(worker);
        node.send(message("m1", "client", to("worker")).conversation("c").build());
        node.mailboxes.ack(worker.agentId(), "m1", OptionalInt.empty()).join();
        state.onceReaderAsksForDeliveries(
                () -> node.messages.haltConversation("c", "enough").join());
        assertThat(node.send(atMostOnce("m2", "client", to("worker"), "c"))).isInstanceOf(ConversationEnded.class);
        assertThat(taken.ids()).containsExactly("m1");
    }

    @Test
    void aMessageThatTakesTheIdOfOneNotRecordedYetIsAConflict() {
        node.link(node.register("worker", 10));
        assertThat(node.send(atMostOnce("m1", "client", to("worker"), "m1"))).isInstanceOf(Accepted.class);
        Message same =
                message("m1", "client", to("worker")).conversation("other").build();
        Submission repeatable = new Submission(same, 4, Optional.empty(), "its own");
        assertThat(node.messages.send(repeatable).join()).isInstanceOf(Conflict.class);
        assertThat(node.messages.find("m1").orElseThrow().message().message().conversationId())
                .isEqualTo("m1");
    }

    @Test
    void aCapabilityIsRoutedByAllThatTheConversationSticksToAsWhenStored() {
        List<AgentInstance> both = Stream.of(node.register("a", 10, "sum"), node.register("b", 10, "sum"))
                .sorted(Comparator.comparing(AgentInstance::agentId))
                .toList();
        AgentInstance first = both.get(0);
        AgentInstance second = both.get(1);
        node.link(first);
        Taken toSecond = node.link(second);
        node.send(message("m1", "client", to(first.name().value()))
                .conversation("c")
                .build());
        node.mailboxes.ack(first.agentId(), "m1", OptionalInt.empty()).join();
        node.send(atMostOnce("m2", "client", to(second.name().value()), "c"));
        node.mailboxes.ack(second.agentId(), "m2", OptionalInt.empty()).join();
        Recipient anyone = new Recipient.ToCapability(Capability.parse("capability", "sum"));
        node.send(atMostOnce("m3", "client", anyone, "c"));
        assertThat(toSecond.directIds()).containsExactly("m2");
    }

    @Test
    void noMessageOvertakesOneThatIsBeingRedriven() {
        AgentInstance worker = node.register("worker", 10);
        Taken taken = node.link(worker);
        node.send(atMostOnce("m1", "client", to("worker"), "m1"));
        node.mailboxes
                .nack(worker.agentId(), "m1", OptionalInt.empty(), "no", true, Optional.empty())
                .join();
        node.send(atMostOnce("m2", "client", to("worker"), "m1"));
        node.mailboxes.ack(worker.agentId(), "m2", OptionalInt.empty()).join();
        assertThat(taken.directIds()).containsExactly("m1", "m2");
        AtomicBoolean sent = new AtomicBoolean();
        EngineListener hasty = new EngineListener() {
            @Override
            public void available(String agentId) {
                if (sent.compareAndSet(false, true)) {
                    node.send(atMostOnce("m3", "client", to("worker"), "m1"));
                }
            }
        };
        node.events.tell(List.of(hasty, node.waiting, node.feeds, node.directs));
        assertThat(node.messages.redrive("m1").join()).isEqualTo(1);
        assertThat(sent).isTrue();
        assertThat(taken.ids()).containsExactly("m1", "m2", "m1");
        node.mailboxes.ack(worker.agentId(), "m1", OptionalInt.empty()).join();
        assertThat(taken.ids()).containsExactly("m1", "m2", "m1", "m3");
    }

    @Test
    void whatAnOverloadedNodeDoesNotRecordAtOnceIsRecordedLater() {
        AgentInstance worker = node.register("worker", 10);
        node.link(worker);
        node.send(atMostOnce("m1", "client", to("worker"), "m1"));
        state.refuseOnce(new LocalStateException(LocalStateException.Reason.OVERLOADED, "too much"));
        node.directs.recordFirst("m1");
        assertThat(stored("m1")).isEmpty();
        assertThat(node.mailboxes
                        .ack(worker.agentId(), "m1", OptionalInt.empty())
                        .join())
                .isEqualTo(Settlement.DONE);
        node.directs.recordFirst("m1");
        assertThat(stored("m1")).contains(DeliveryState.HANDLED);
    }

    private Optional<DeliveryState> stored(String messageId) {
        return state.read(tx -> tx.deliveries().ofMessage(messageId).stream()
                .map(Delivery::state)
                .findFirst());
    }

    private Settlement ack(AgentInstance agent, String messageId) {
        return node.mailboxes
                .ack(agent.agentId(), messageId, OptionalInt.empty())
                .join();
    }

    @Test
    void isFoundBeforeItIsRecorded() {
        AgentInstance worker = node.register("worker", 10);
        node.link(worker);
        node.send(atMostOnce("m1", "client", to("worker"), "m1"));
        assertThat(stored("m1")).isEmpty();
        Traced delivered = node.messages.find("m1").orElseThrow();
        assertThat(delivered.status()).isEqualTo(ReceiptStatus.DELIVERED);
        assertThat(delivered.history()).extracting(Receipt::status).containsExactly(ReceiptStatus.DELIVERED);
        assertThat(ack(worker, "m1")).isEqualTo(Settlement.DONE);
        Traced handled = node.messages.find("m1").orElseThrow();
        assertThat(handled.status()).isEqualTo(ReceiptStatus.HANDLED);
        node.behind.flush();
        assertThat(node.messages.find("m1").orElseThrow().history()).isEqualTo(handled.history());
    }

    @Test
    void isAcknowledgedInMemoryAfterItWasRecordedToo() {
        AgentInstance worker = node.register("worker", 10);
        Taken taken = node.link(worker);
        node.send(atMostOnce("m1", "client", to("worker"), "m1"));
        node.behind.flush();
        int writes = state.writes.get();
        assertThat(ack(worker, "m1")).isEqualTo(Settlement.DONE);
        assertThat(ack(worker, "m1")).isEqualTo(Settlement.DONE);
        assertThat(stored("m1")).contains(DeliveryState.LEASED);
        Traced handled = node.messages.find("m1").orElseThrow();
        assertThat(handled.status()).isEqualTo(ReceiptStatus.HANDLED);
        node.send(atMostOnce("m2", "client", to("worker"), "m1"));
        assertThat(taken.directIds()).containsExactly("m1", "m2");
        assertThat(state.writes).hasValue(writes);
        node.behind.flush();
        assertThat(stored("m1")).contains(DeliveryState.HANDLED);
        assertThat(stored("m2")).contains(DeliveryState.LEASED);
        assertThat(node.messages.find("m1").orElseThrow().history()).isEqualTo(handled.history());
    }

    @Test
    void isAnsweredInMemoryAfterItWasRecordedToo() {
        AgentInstance client = node.register("client", 10);
        AgentInstance worker = node.register("worker", 10);
        Taken answers = node.link(client);
        node.link(worker);
        node.send(atMostOnce("m1", "client", to("worker"), "m1"));
        node.behind.flush();
        int writes = state.writes.get();
        Submission reply = Submission.of(atMostOnce("m2", "worker", to("client"), "m1"));
        node.mailboxes
                .ackWithReplies(worker.agentId(), "m1", OptionalInt.empty(), List.of(reply))
                .join();
        assertThat(answers.directIds()).containsExactly("m2");
        assertThat(state.writes).hasValue(writes);
        node.behind.flush();
        assertThat(stored("m1")).contains(DeliveryState.HANDLED);
    }

    @Test
    void theLocalStateKnowsBetterOnceItHasEndedADelivery() {
        AgentInstance worker = node.register("worker", 10);
        node.link(worker);
        node.send(atMostOnce("m1", "client", to("worker"), "m1"));
        node.behind.flush();
        node.now = node.now.plus(EngineSettings.DEFAULT.delivery().maxLease()).plusSeconds(1);
        state.write(tx -> node.engine.housekeeping().tick(tx, node.now, 100)).join();
        assertThat(stored("m1")).contains(DeliveryState.DEAD);
        assertThat(ack(worker, "m1")).isEqualTo(Settlement.CONFLICT);
    }

    @Test
    void whatWasAcknowledgedIsNotReturnedWhenItsInstanceGoes() {
        AgentInstance worker = node.register("worker", 10);
        node.link(worker);
        node.send(atMostOnce("m1", "client", to("worker"), "m1"));
        node.behind.flush();
        ack(worker, "m1");
        node.agents.deregister(worker.agentId(), false).join();
        assertThat(stored("m1")).contains(DeliveryState.HANDLED);
    }

    @Test
    void anInstanceThatDrainsStaysUntilItHasAcknowledgedWhatIsNotRecordedYet() {
        AgentInstance worker = node.register("worker", 10);
        node.link(worker);
        node.send(atMostOnce("m1", "client", to("worker"), "m1"));
        node.agents.deregister(worker.agentId(), true).join();
        assertThat(node.registry.find(worker.agentId())).isPresent();
        ack(worker, "m1");
        node.agents.removeDrained().join();
        assertThat(node.registry.find(worker.agentId())).isEmpty();
        assertThat(stored("m1")).contains(DeliveryState.HANDLED);
    }

    @Test
    void aConversationIsNotIdleInWhichAMessageWasHandedOverInTime() {
        AgentInstance worker = node.register("worker", 10);
        node.link(worker);
        node.send(atMostOnce("m1", "client", to("worker"), "m1"));
        ack(worker, "m1");
        node.behind.flush();
        node.now = node.now.plus(EngineSettings.DEFAULT.conversation().idleTimeout());
        node.send(atMostOnce("m2", "client", to("worker"), "m1"));
        node.now = node.now.plusSeconds(1);
        state.write(tx -> node.engine.housekeeping().tick(tx, node.now, 100)).join();
        node.behind.flush();
        Optional<Conversation> conversation =
                state.read(tx -> tx.conversations().find("m1"));
        assertThat(conversation).map(Conversation::state).contains(ConversationState.OPEN);
    }

    /** What was handed over in memory, and what was leased: neither has reached anybody. */
    @Test
    void whatWasNotWrittenToItsReceiverGoesToTheNextOneWithoutHavingCostAnAttempt() {
        AgentInstance worker = node.register("worker", 10);
        Taken taken = new Taken();
        Feed feed = node.feeds.open(worker.agentId(), taken);
        feed.grant(10, 10);
        node.send(atMostOnce("m1", "client", to("worker"), "m1"));
        node.send(message("m2", "client", to("worker")).conversation("m2").build());
        assertThat(taken.directIds()).containsExactly("m1");
        feed.close();
        taken.all.forEach(feed::giveBack);
        Taken next = node.link(worker);
        assertThat(next.ids()).containsExactlyInAnyOrder("m1", "m2");
        assertThat(next.all).allMatch(leased -> leased.delivery().attempt() == 1);
        assertThat(ack(worker, "m1")).isEqualTo(Settlement.DONE);
        assertThat(ack(worker, "m2")).isEqualTo(Settlement.DONE);
        assertThat(stored("m1")).contains(DeliveryState.HANDLED);
    }

    @Test
    void noMoreBytesWaitToBeRecordedThanMay() {
        AgentInstance worker = node.register("worker", 10);
        Taken taken = node.link(worker);
        for (int i = 1; i <= 3; i++) {
            Message message = atMostOnce("m" + i, "client", to("worker"), "m" + i);
            node.messages
                    .send(new Submission(message, HandedOver.MOST_BYTES / 2, Optional.empty(), ""))
                    .join();
        }
        assertThat(taken.ids()).containsExactly("m1", "m2", "m3");
        assertThat(taken.directIds()).containsExactly("m1", "m2");
        node.behind.flush();
        node.send(atMostOnce("m4", "client", to("worker"), "m4"));
        assertThat(taken.directIds()).containsExactly("m1", "m2", "m4");
    }

    @Test
    void aConversationThatHasExpiredIsShownSo() {
        AgentInstance worker = node.register("worker", 10);
        node.link(worker);
        node.send(atMostOnce("m1", "client", to("worker"), "m1"));
        node.mailboxes.ack(worker.agentId(), "m1", OptionalInt.empty()).join();
        node.directs.recordFirst("m1");
        node.now = node.now
                .plus(EngineSettings.DEFAULT.conversation().idleTimeout())
                .plusSeconds(1);
        node.state
                .write(tx -> node.engine.housekeeping().tick(tx, node.now, 100))
                .join();
        assertThat(node.messages.findConversation("m1"))
                .map(Conversation::state)
                .contains(ConversationState.EXPIRED);
    }
}
