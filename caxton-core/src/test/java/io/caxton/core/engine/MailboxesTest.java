package io.caxton.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.caxton.core.agent.AgentInstance;
import io.caxton.core.delivery.Delivery;
import io.caxton.core.delivery.ReceiptStatus;
import io.caxton.core.engine.Mailboxes.Leased;
import io.caxton.core.engine.Mailboxes.Settlement;
import io.caxton.core.message.Guarantee;
import io.caxton.core.message.Message;
import io.caxton.core.message.Performative;
import io.caxton.core.message.Priority;
import io.caxton.core.storage.InMemoryLocalState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MailboxesTest {
    private final Set<String> woken = new HashSet<>();
    private final List<Delivery> finished = new ArrayList<>();
    private final EngineFixture engine =
            new EngineFixture(new InMemoryLocalState(), EngineFixture.SETTINGS, 1, new EngineListener() {
                @Override
                public void available(String agentId) {
                    woken.add(agentId);
                }

                @Override
                public void finished(Delivery delivery) {
                    finished.add(delivery);
                }
            });
    private AgentInstance a = engine.register("a");
    private AgentInstance b = engine.register("b", 2);

    @BeforeEach
    void forgetRegistration() {
        woken.clear();
    }

    @Test
    void urgentConversationsComeFirstAndOneOfEachAtATime() {
        String low = engine.accept(engine.message("a", "b").conversation("c1").priority(Priority.LOW));
        String high = engine.accept(engine.message("a", "b").conversation("c2").priority(Priority.HIGH));
        engine.accept(engine.message("a", "b").conversation("c2").priority(Priority.CRITICAL));
        assertThat(engine.lease(b, 10))
                .extracting(l -> l.delivery().messageId())
                .containsExactly(high, low);
    }

    @Test
    void noMoreIsHandedOutThanTheInstanceMayHaveInFlight() {
        for (int i = 0; i < 5; i++) {
            engine.accept(engine.message("a", "b"));
        }
        List<Leased> leased = engine.lease(b, 10);
        assertThat(leased).hasSize(2);
        assertThat(engine.lease(b, 10)).isEmpty();
        woken.clear();
        engine.ack(b, leased.get(0).delivery().messageId());
        assertThat(woken).as("told that there is room again").contains(b.agentId());
        assertThat(engine.lease(b, 10)).hasSize(1);
    }

    @Test
    void largeMessagesAreHandedOutAFewAtATime() {
        AgentInstance c = engine.register("c", 100);
        for (int i = 0; i < 5; i++) {
            engine.send(new Submission(engine.message("a", "c").build(), 16L << 20, Optional.empty(), ""));
        }
        assertThat(engine.lease(c, 10)).hasSize(2);
        assertThat(engine.lease(c, 10)).hasSize(2);
        assertThat(engine.lease(c, 10)).hasSize(1);
    }

    @Test
    void acknowledgingTwiceChangesNothing() {
        String id = engine.accept(engine.message("a", "b"));
        engine.leaseOne(b);
        assertThat(engine.ack(b, id)).isEqualTo(Settlement.DONE);
        assertThat(engine.ack(b, id)).isEqualTo(Settlement.DONE);
        assertThat(finished).hasSize(1);
        assertThat(engine.history(id))
                .containsExactly(ReceiptStatus.QUEUED, ReceiptStatus.DELIVERED, ReceiptStatus.HANDLED);
    }

    @Test
    void whatWasNotHandedOutOrIsAnothersCannotBeAcknowledged() {
        String id = engine.accept(engine.message("a", "b"));
        assertThat(engine.ack(b, id)).isEqualTo(Settlement.CONFLICT);
        assertThat(engine.ack(a, id)).isEqualTo(Settlement.NOT_FOUND);
        assertThat(engine.ack(b, "unknown")).isEqualTo(Settlement.NOT_FOUND);
    }

    @Test
    void anAcknowledgementForAnEarlierAttemptDoesNotTouchTheRunningLease() {
        String id = engine.accept(engine.message("a", "b"));
        engine.leaseOne(b);
        engine.engine.agents().renew(engine.now.plusSeconds(50), b.agentId());
        engine.pass(Duration.ofSeconds(61));
        engine.engine.agents().renew(engine.now, b.agentId());
        engine.pass(Duration.ofSeconds(2));
        assertThat(engine.leaseOne(b).delivery().attempt()).isEqualTo(2);
        assertThat(ackAttempt(id, 1)).isEqualTo(Settlement.CONFLICT);
        assertThat(ackAttempt(id, 2)).isEqualTo(Settlement.DONE);
    }

    private Settlement ackAttempt(String id, int attempt) {
        return engine.run(
                tx -> engine.engine.mailboxes().ack(tx, engine.now, b.agentId(), id, OptionalInt.of(attempt)));
    }

    @Test
    void aLeaseThatRunsOutComesBackAfterItsBackoffAndALateAcknowledgementStillCounts() {
        String id = engine.accept(engine.message("a", "b"));
        engine.leaseOne(b);
        engine.engine.agents().renew(engine.now.plusSeconds(59), b.agentId());
        engine.pass(Duration.ofSeconds(60));
        assertThat(engine.lease(b, 1)).as("still backing off").isEmpty();
        assertThat(engine.history(id)).endsWith(ReceiptStatus.QUEUED);
        assertThat(engine.ack(b, id)).isEqualTo(Settlement.DONE);
        assertThat(engine.status(id)).isEqualTo(ReceiptStatus.HANDLED);
    }

    @Test
    void aPoisonedMessageEndsDeadTellsItsSenderAndLetsTheNextOneThrough() {
        String poisoned = engine.accept(engine.message("a", "b").conversation("c"));
        String next = engine.accept(engine.message("a", "b").conversation("c"));
        for (int attempt = 1; attempt <= 3; attempt++) {
            assertThat(engine.leaseOne(b).delivery().messageId()).isEqualTo(poisoned);
            engine.nack(b, poisoned, true);
            engine.pass(Duration.ofSeconds(5));
        }
        assertThat(engine.status(poisoned)).isEqualTo(ReceiptStatus.DEAD);
        assertThat(engine.deliveries(poisoned).get(0).reason()).contains("gave up after 3 attempts: no");
        assertThat(engine.leaseOne(b).delivery().messageId()).isEqualTo(next);
        Message notice = engine.leaseOne(a).message().message();
        assertThat(notice.performative()).isEqualTo(Performative.FAILURE);
        assertThat(notice.sender().value()).isEqualTo("caxton");
        assertThat(notice.inReplyTo()).contains(poisoned);
        assertThat(notice.content().path("error").stringValue()).isEqualTo("dead");
    }

    @Test
    void aRefusalIsFinalAndIsNotReportedTwiceWhenTheAgentAnswered() {
        String id = engine.accept(engine.message("a", "b").conversation("c"));
        engine.leaseOne(b);
        engine.accept(engine.message("b", "a").conversation("c").inReplyTo(id));
        engine.nack(b, id, false);
        assertThat(engine.status(id)).isEqualTo(ReceiptStatus.REFUSED);
        assertThat(engine.lease(a, 10)).hasSize(1);
    }

    @Test
    void atMostOnceIsHandedOutOnce() {
        String id = engine.accept(engine.message("a", "b").guarantee(Guarantee.AT_MOST_ONCE));
        engine.leaseOne(b);
        engine.nack(b, id, true);
        assertThat(engine.status(id)).isEqualTo(ReceiptStatus.DEAD);
    }

    private Settlement withdraw(String id) {
        return engine.run(tx ->
                engine.engine.mailboxes().withdraw(tx, engine.now, b.agentId(), id, OptionalInt.of(1), "never sent"));
    }

    @Test
    void whatNeverReachedItsReceiverIsHandedOutAsIfForTheFirstTime() {
        String id = engine.accept(engine.message("a", "b").guarantee(Guarantee.AT_MOST_ONCE));
        for (int i = 0; i < 3; i++) {
            assertThat(engine.leaseOne(b).delivery().attempt()).isEqualTo(1);
            assertThat(withdraw(id)).isEqualTo(Settlement.DONE);
            assertThat(withdraw(id)).isEqualTo(Settlement.CONFLICT);
            assertThat(engine.status(id)).isEqualTo(ReceiptStatus.QUEUED);
        }
        assertThat(engine.leaseOne(b).delivery().attempt()).isEqualTo(1);
        assertThat(engine.ack(b, id)).isEqualTo(Settlement.DONE);
    }

    @Test
    void whatNeverReachedItsReceiverEndsWithItsDeadlineOrItsConversation() {
        String late = engine.accept(engine.message("a", "b").replyBy(engine.now.plusSeconds(5)));
        String halted = engine.accept(engine.message("a", "b").conversation("c"));
        assertThat(engine.lease(b, 2)).hasSize(2);
        engine.run(tx -> engine.engine.conversations().halt(tx, engine.now, "c", "enough"));
        withdraw(halted);
        assertThat(engine.status(halted)).isEqualTo(ReceiptStatus.REFUSED);
        engine.now = engine.now.plusSeconds(5);
        withdraw(late);
        assertThat(engine.status(late)).isEqualTo(ReceiptStatus.EXPIRED);
    }

    @Test
    void aMessagePastItsDeadlineExpiresAndTellsItsSender() {
        String id = engine.accept(engine.message("a", "b").replyBy(engine.now.plusSeconds(5)));
        engine.pass(Duration.ofSeconds(5));
        assertThat(engine.status(id)).isEqualTo(ReceiptStatus.EXPIRED);
        assertThat(engine.leaseOne(a)
                        .message()
                        .message()
                        .content()
                        .path("error")
                        .stringValue())
                .isEqualTo("expired");
    }

    @Test
    void aMessageInItsReceiversHandsAtTheDeadlineMayStillBeAcknowledged() {
        String id = engine.accept(engine.message("a", "b").replyBy(engine.now.plusSeconds(5)));
        engine.leaseOne(b);
        engine.pass(Duration.ofSeconds(6));
        assertThat(engine.status(id)).isEqualTo(ReceiptStatus.DELIVERED);
        engine.ack(b, id);
        assertThat(engine.status(id)).isEqualTo(ReceiptStatus.HANDLED);
    }

    @Test
    void anExtensionIsBoundedByTheLongestLease() {
        String id = engine.accept(engine.message("a", "b"));
        engine.leaseOne(b);
        engine.run(tx -> engine.engine
                .mailboxes()
                .extend(tx, engine.now, b.agentId(), id, OptionalInt.empty(), Duration.ofDays(1)));
        assertThat(engine.deliveries(id).get(0).leaseExpiresAt()).contains(engine.now.plus(Duration.ofHours(1)));
    }

    @Test
    void aDeadLetterLivesAgainOrIsPutAway() {
        String id = engine.accept(engine.message("x", "b").guarantee(Guarantee.AT_MOST_ONCE));
        engine.leaseOne(b);
        engine.nack(b, id, true);
        assertThat(engine.<Integer>run(tx -> engine.engine.deadLetters().redrive(tx, engine.now, id, anyone -> true)))
                .isEqualTo(1);
        assertThat(engine.leaseOne(b).delivery().attempt()).isEqualTo(1);
        engine.nack(b, id, true);
        assertThat(engine.<Integer>run(tx -> engine.engine.deadLetters().dismiss(tx, id, anyone -> true)))
                .isEqualTo(1);
        assertThat(engine.<Integer>run(tx -> engine.engine.deadLetters().redrive(tx, engine.now, id, anyone -> true)))
                .isZero();
        assertThat(engine.status(id)).isEqualTo(ReceiptStatus.DEAD);
        assertThat(engine.history(id))
                .containsExactly(
                        ReceiptStatus.QUEUED,
                        ReceiptStatus.DELIVERED,
                        ReceiptStatus.DEAD,
                        ReceiptStatus.QUEUED,
                        ReceiptStatus.DELIVERED,
                        ReceiptStatus.DEAD);
    }
}
