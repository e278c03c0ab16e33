package io.caxton.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.caxton.core.agent.AgentInstance;
import io.caxton.core.agent.AgentName;
import io.caxton.core.agent.Capability;
import io.caxton.core.conversation.Conversation;
import io.caxton.core.conversation.ConversationPolicy;
import io.caxton.core.conversation.ConversationState;
import io.caxton.core.delivery.Delivery;
import io.caxton.core.delivery.DeliveryPolicy;
import io.caxton.core.delivery.DeliveryState;
import io.caxton.core.delivery.ReceiptStatus;
import io.caxton.core.engine.AcceptResult.Accepted;
import io.caxton.core.engine.AcceptResult.Conflict;
import io.caxton.core.engine.AcceptResult.ConversationEnded;
import io.caxton.core.engine.AcceptResult.Invalid;
import io.caxton.core.engine.AcceptResult.LimitReached;
import io.caxton.core.engine.AcceptResult.MailboxFull;
import io.caxton.core.engine.AcceptResult.NoReceiver;
import io.caxton.core.engine.Mailboxes.Leased;
import io.caxton.core.message.Message;
import io.caxton.core.message.MessageBuilder;
import io.caxton.core.message.Performative;
import io.caxton.core.message.Recipient;
import io.caxton.core.message.Routing;
import io.caxton.core.storage.InMemoryLocalState;
import io.caxton.core.storage.LocalStateException;
import io.caxton.core.storage.StoredMessage;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

class AcceptanceTest {
    private static final Recipient SUM = new Recipient.ToCapability(Capability.parse("capability", "sum"));
    private static final Routing BROADCAST =
            new Routing(Routing.Strategy.BROADCAST, Routing.Balance.ROUND_ROBIN, List.of());

    private final InMemoryLocalState state = new InMemoryLocalState();
    private final EngineFixture engine = new EngineFixture(
            state,
            new EngineSettings(
                    new DeliveryPolicy(
                            Duration.ofSeconds(60),
                            Duration.ofHours(1),
                            EngineFixture.EXACT_RETRY,
                            Duration.ofDays(7),
                            4,
                            8),
                    new ConversationPolicy(6, 3, Duration.ofHours(1)),
                    RetentionPolicy.DEFAULT,
                    100));

    @Test
    void anAcceptedMessageIsQueuedInItsConversationWithAReceipt() {
        engine.register("b");
        Accepted accepted = (Accepted) engine.send(engine.message("a", "b").conversation("c"));
        assertThat(accepted.status()).isEqualTo(ReceiptStatus.QUEUED);
        assertThat(accepted.deliveries()).hasSize(1).allMatch(Delivery::head);
        assertThat(engine.history(accepted.message().id())).containsExactly(ReceiptStatus.QUEUED);
        Conversation conversation = conversation("c");
        assertThat(conversation.participants()).containsExactlyInAnyOrder(new AgentName("a"), new AgentName("b"));
        assertThat(conversation.messageCount()).isEqualTo(1);
    }

    @Test
    void anUnknownReceiverIsRefusedAndNothingIsStored() {
        MessageBuilder message = engine.message("a", "nobody").conversation("c");
        assertThat(engine.send(message)).isInstanceOf(NoReceiver.class);
        assertThat(state.<Optional<StoredMessage>>read(
                        tx -> tx.messages().find(message.build().id())))
                .isEmpty();
        assertThat(state.<Optional<Conversation>>read(tx -> tx.conversations().find("c")))
                .isEmpty();
    }

    @Test
    void aDeadlineInThePastAndAMessageToOneselfAreInvalid() {
        engine.register("b");
        assertThat(engine.send(engine.message("a", "b").replyBy(engine.now))).isInstanceOf(Invalid.class);
        assertThat(engine.send(engine.message("b", "b"))).isInstanceOf(Invalid.class);
    }

    @Test
    void theSameIdempotencyKeyGivesTheFirstAnswerAgain() {
        engine.register("b");
        Message first = engine.message("a", "b").build();
        Message repeated = engine.message("a", "b").build();
        engine.send(new Submission(first, 7, Optional.of("key"), "fp"));
        Accepted again = (Accepted) engine.send(new Submission(repeated, 7, Optional.of("key"), "fp"));
        assertThat(again.repeated()).isTrue();
        assertThat(again.message().id()).isEqualTo(first.id());
        assertThat(engine.deliveries(repeated.id())).isEmpty();
        assertThat(engine.send(new Submission(repeated, 7, Optional.of("key"), "other")))
                .isInstanceOf(Conflict.class);
        Message fromAnother = engine.message("z", "b").build();
        assertThat(engine.send(new Submission(fromAnother, 7, Optional.of("key"), "other")))
                .isInstanceOf(Accepted.class);
    }

    @Test
    void theSameMessageIdIsAcceptedOnce() {
        engine.register("b");
        Message message = engine.message("a", "b").build();
        engine.send(new Submission(message, 7, Optional.empty(), "fp"));
        assertThat(engine.send(new Submission(message, 7, Optional.empty(), "fp")))
                .isInstanceOfSatisfying(
                        Accepted.class, a -> assertThat(a.repeated()).isTrue());
        assertThat(engine.send(new Submission(message, 7, Optional.empty(), "")))
                .isInstanceOf(Conflict.class);
    }

    @Test
    void aFullMailboxRefusesAndHasRoomAgainAfterAnAcknowledgement() {
        AgentInstance b = engine.register("b");
        for (int i = 0; i < 4; i++) {
            engine.accept(engine.message("a", "b"));
        }
        assertThat(engine.send(engine.message("a", "b")))
                .isInstanceOfSatisfying(
                        MailboxFull.class, full -> assertThat(full.depth()).isEqualTo(4));
        engine.ack(b, engine.leaseOne(b).delivery().messageId());
        engine.accept(engine.message("a", "b"));
    }

    @Test
    void aBroadcastReachesTheOthersWhenOneMailboxIsFullAndTellsTheSender() {
        AgentInstance a = engine.register("a");
        engine.register("b", "sum");
        AgentInstance c = engine.register("c", "sum");
        for (int i = 0; i < 4; i++) {
            engine.accept(engine.message("x", "b"));
        }
        String id = engine.accept(engine.message("a", new Recipient.ToCapability(Capability.parse("capability", "sum")))
                .routing(new Routing(Routing.Strategy.BROADCAST, Routing.Balance.ROUND_ROBIN, List.of())));
        assertThat(engine.deliveries(id))
                .extracting(Delivery::state)
                .containsExactly(DeliveryState.REFUSED, DeliveryState.QUEUED);
        assertThat(engine.leaseOne(c).delivery().messageId()).isEqualTo(id);
        Message notice = engine.leaseOne(a).message().message();
        assertThat(notice.performative()).isEqualTo(Performative.FAILURE);
        assertThat(notice.content().path("receiver").stringValue()).isEqualTo("b");
    }

    @Test
    void aSpentBudgetHaltsTheConversationAndTellsTheSender() {
        AgentInstance a = engine.register("a");
        AgentInstance b = engine.register("b");
        for (int i = 0; i < 6; i++) {
            engine.accept(engine.message("a", "b").conversation("c"));
            engine.ack(b, engine.leaseOne(b).delivery().messageId());
        }
        assertThat(engine.send(engine.message("a", "b").conversation("c"))).isInstanceOf(LimitReached.class);
        assertThat(conversation("c").state()).isEqualTo(ConversationState.HALTED);
        Leased notice = engine.leaseOne(a);
        assertThat(notice.message().message().performative()).isEqualTo(Performative.FAILURE);
        assertThat(notice.message().message().content().path("reason").stringValue())
                .contains("budget");
        assertThat(engine.send(engine.message("a", "b").conversation("c")))
                .isInstanceOfSatisfying(
                        ConversationEnded.class,
                        ended -> assertThat(ended.state()).isEqualTo(ConversationState.HALTED));
    }

    @Test
    void tooManyHopsEndInAFailureToTheSender() {
        AgentInstance a = engine.register("a");
        engine.register("b");
        assertThat(engine.send(engine.message("a", "b").hops(9))).isInstanceOf(LimitReached.class);
        assertThat(engine.leaseOne(a)
                        .message()
                        .message()
                        .content()
                        .path("error")
                        .stringValue())
                .isEqualTo("limit");
    }

    @Test
    void tooManyParticipantsAreRefused() {
        List.of("b", "d", "e").forEach(engine::register);
        engine.accept(engine.message("a", "b").conversation("c"));
        engine.accept(engine.message("a", "d").conversation("c"));
        assertThat(engine.send(engine.message("a", "e").conversation("c"))).isInstanceOf(LimitReached.class);
    }

    @Test
    void whatIsSentToAnAgentThatIsAwayWaitsBehindWhatItsMailboxHolds() {
        AgentInstance b = engine.register("b");
        String first = engine.accept(engine.message("a", "b").conversation("c"));
        engine.run(tx -> engine.engine.agents().deregister(tx, engine.now, b.agentId()));
        String second = engine.accept(engine.message("a", "b").conversation("c"));
        assertThat(engine.status(second)).isEqualTo(ReceiptStatus.QUEUED);
        AgentInstance next = engine.register("b");
        assertThat(engine.leaseOne(next).delivery().messageId()).isEqualTo(first);
        engine.ack(next, first);
        assertThat(engine.leaseOne(next).delivery().messageId()).isEqualTo(second);
    }

    @Test
    void anAnswerToAnEarlierMessageDoesNotHideThatThisOneFailed() {
        AgentInstance a = engine.register("a");
        AgentInstance b = engine.register("b");
        String first = engine.accept(engine.message("a", "b").conversation("c").replyWith("q"));
        engine.ack(b, engine.leaseOne(b).delivery().messageId());
        engine.accept(engine.message("b", "a").conversation("c").inReplyTo("q"));
        engine.ack(a, engine.leaseOne(a).delivery().messageId());
        String second = engine.accept(engine.message("a", "b").conversation("c").replyWith("q"));
        engine.leaseOne(b);
        engine.nack(b, second, false);
        assertThat(engine.status(first)).isEqualTo(ReceiptStatus.HANDLED);
        assertThat(engine.leaseOne(a).message().message().performative()).isEqualTo(Performative.FAILURE);
    }

    @Test
    void whoWasPromisedAnAnswerIsToldThatNoneComes() {
        AgentInstance a = engine.register("a");
        AgentInstance b = engine.register("b");
        String request = engine.accept(engine.message("a", "b").conversation("c"));
        engine.leaseOne(b);
        engine.accept(Message.builder(
                        "agreed",
                        Performative.AGREE,
                        b.name(),
                        new Recipient.ToAgent(a.name()),
                        engine.message("b", "a").build().content())
                .conversation("c")
                .inReplyTo(request));
        engine.ack(a, engine.leaseOne(a).delivery().messageId());
        engine.nack(b, request, false);
        assertThat(engine.leaseOne(a).message().message().performative()).isEqualTo(Performative.FAILURE);
    }

    @Test
    void aBroadcastToMoreThanMayTakePartIsRefusedBeforeAnyoneIsAsked() {
        AgentInstance b = engine.register("b", "sum");
        engine.register("c", "sum");
        MessageBuilder allowed = engine.message("a", SUM).routing(BROADCAST).conversation("c1");
        String id = engine.accept(allowed);
        assertThat(engine.deliveries(id)).hasSize(2);
        engine.accept(engine.message("b", "a").conversation("c1").inReplyTo(id));
        engine.register("d", "sum");
        MessageBuilder tooMany = engine.message("a", SUM).routing(BROADCAST).conversation("c2");
        assertThat(engine.send(tooMany)).isInstanceOf(LimitReached.class);
        assertThat(engine.lease(b, 16)).hasSize(1);
    }

    @Test
    void aReplyToAnUnregisteredSenderStaysInTheConversation() {
        AgentInstance b = engine.register("b");
        String request = engine.accept(engine.message("client", "b").conversation("c"));
        engine.ack(b, engine.leaseOne(b).delivery().messageId());
        String reply =
                engine.accept(engine.message("b", "client").conversation("c").inReplyTo(request));
        assertThat(engine.history(reply)).containsExactly(ReceiptStatus.HANDLED);
        StoredMessage found =
                state.read(tx -> tx.messages().findReply("c", request)).orElseThrow();
        assertThat(found.message().id()).isEqualTo(reply);
    }

    @Test
    void aFailedCommitAcceptsNothingAndTheNextOneWorks() {
        AgentInstance b = engine.register("b");
        MessageBuilder message = engine.message("a", "b");
        state.injectFaults(
                () -> Optional.of(new LocalStateException(LocalStateException.Reason.STORAGE_FULL, "disk full")));
        Assertions.assertThatThrownBy(() -> engine.send(message))
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(LocalStateException.class);
        Assertions.assertThatThrownBy(() -> engine.register("d")).isInstanceOf(CompletionException.class);
        state.injectFaults(Optional::empty);
        assertThat(engine.lease(b, 10)).isEmpty();
        assertThat(engine.registry.named(new AgentName("d"))).isEmpty();
        engine.accept(message);
        assertThat(engine.lease(b, 10)).hasSize(1);
    }

    private Conversation conversation(String id) {
        return state.read(tx -> tx.conversations().find(id)).orElseThrow();
    }
}
