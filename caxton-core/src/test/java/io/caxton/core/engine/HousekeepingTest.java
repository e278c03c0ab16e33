package io.caxton.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.caxton.core.agent.AgentInstance;
import io.caxton.core.agent.AgentStatus;
import io.caxton.core.conversation.Conversation;
import io.caxton.core.conversation.ConversationState;
import io.caxton.core.delivery.ReceiptStatus;
import io.caxton.core.engine.AcceptResult.Conflict;
import io.caxton.core.engine.AcceptResult.ConversationEnded;
import io.caxton.core.engine.AcceptResult.LimitReached;
import io.caxton.core.message.Guarantee;
import io.caxton.core.storage.InMemoryLocalState;
import io.caxton.core.storage.StoredMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HousekeepingTest {
    private final InMemoryLocalState state = new InMemoryLocalState();
    private final EngineFixture engine = new EngineFixture(
            state,
            new EngineSettings(
                    EngineFixture.SETTINGS.delivery(),
                    EngineSettings.DEFAULT.conversation(),
                    new RetentionPolicy(
                            Duration.ofDays(7), Duration.ofDays(30), 100, Duration.ofHours(24), Duration.ofHours(24)),
                    100));
    private final AgentInstance b = engine.register("b");

    @Test
    void finishedMessagesGoAfterTheirTimeAndUnfinishedOnesStay() {
        String done = handled(10);
        String waiting = engine.accept(engine.message("a", "b").replyBy(engine.now.plus(Duration.ofDays(90))));
        alive(Duration.ofDays(8));
        assertThat(isKept(done)).isFalse();
        assertThat(isKept(waiting)).isTrue();
    }

    @Test
    void oneRoundDeclaresOnlySoManyLostAndSaysThatThereAreMore() {
        for (int i = 0; i < 4; i++) {
            engine.register("silent-" + i);
        }
        engine.now = engine.now.plus(Duration.ofDays(1));
        assertThat(lostInARound(2)).isEqualTo(2);
        assertThat(lostInARound(2)).isEqualTo(4);
        assertThat(lostInARound(2)).isEqualTo(5);
        boolean more = engine.run(tx -> engine.engine.housekeeping().tick(tx, engine.now, 2));
        assertThat(more).isFalse();
    }

    private long lostInARound(int limit) {
        boolean more = engine.run(tx -> engine.engine.housekeeping().tick(tx, engine.now, limit));
        long lost = engine.registry.all().stream()
                .filter(agent -> agent.status() == AgentStatus.LOST)
                .count();
        assertThat(more).as("more than " + lost).isEqualTo(lost < 5);
        return lost;
    }

    @Test
    void deadLettersStayLonger() {
        String dead = engine.accept(engine.message("a", "b").guarantee(Guarantee.AT_MOST_ONCE));
        engine.leaseOne(b);
        engine.nack(b, dead, true);
        alive(Duration.ofDays(8));
        assertThat(isKept(dead)).isTrue();
        alive(Duration.ofDays(30));
        assertThat(isKept(dead)).isFalse();
    }

    @Test
    void theOldestFinishedMessagesGoWhenTheyTakeTooMuch() {
        String first = handled(60);
        engine.now = engine.now.plusSeconds(1);
        for (int i = 0; i < 9; i++) {
            handled(1);
        }
        engine.now = engine.now.plusSeconds(1);
        String last = handled(60);
        alive(Duration.ofMinutes(2));
        assertThat(isKept(first)).isFalse();
        assertThat(isKept(last)).isTrue();
    }

    @Test
    void oneRoundMakesRoomForWhatWasHandledSinceTheLast() {
        for (int i = 0; i < 30; i++) {
            handled(50);
        }
        engine.now = engine.now.plusSeconds(61);
        engine.run(tx -> engine.engine.housekeeping().tick(tx, engine.now, 500));
        assertThat(state.<Long>read(tx -> tx.messages().finishedBytes())).isLessThanOrEqualTo(100);
    }

    @Test
    void pruningGoesOnAfterTheClockWasSetBack() {
        alive(Duration.ofDays(3650));
        engine.now = engine.now.minus(Duration.ofDays(3650));
        String done = handled(10);
        alive(Duration.ofDays(8));
        assertThat(isKept(done)).isFalse();
    }

    @Test
    void anIdleConversationExpiresAndTakesNoMoreMessages() {
        engine.accept(engine.message("a", "b").conversation("c"));
        alive(Duration.ofHours(25));
        assertThat(engine.send(engine.message("a", "b").conversation("c")))
                .isInstanceOfSatisfying(
                        ConversationEnded.class,
                        ended -> assertThat(ended.state()).isEqualTo(ConversationState.EXPIRED));
    }

    @Test
    void aHaltRefusesWhatIsQueuedAndDoesNotHandOutTheRestAgain() {
        String leased = engine.accept(engine.message("a", "b").conversation("c"));
        String queued = engine.accept(engine.message("a", "b").conversation("c"));
        engine.leaseOne(b);
        assertThat(engine.<Optional<Conversation>>run(
                        tx -> engine.engine.conversations().halt(tx, engine.now, "c", "runaway")))
                .isPresent();
        assertThat(engine.status(queued)).isEqualTo(ReceiptStatus.REFUSED);
        engine.nack(b, leased, true);
        assertThat(engine.status(leased)).isEqualTo(ReceiptStatus.REFUSED);
        assertThat(engine.lease(b, 10)).isEmpty();
    }

    @Test
    void aHaltRefusesWhatIsQueuedAlsoWhenTheBudgetHadHaltedTheConversation() {
        String queued = engine.accept(engine.message("a", "b").conversation("c"));
        int budget = EngineSettings.DEFAULT.conversation().maxMessages();
        for (int i = 1; i < budget; i++) {
            engine.accept(engine.message("a", "b").conversation("c"));
        }
        assertThat(engine.send(engine.message("a", "b").conversation("c"))).isInstanceOf(LimitReached.class);
        assertThat(engine.status(queued)).isEqualTo(ReceiptStatus.QUEUED);
        engine.run(tx -> engine.engine.conversations().halt(tx, engine.now, "c", "runaway"));
        assertThat(engine.status(queued)).isEqualTo(ReceiptStatus.REFUSED);
        assertThat(engine.lease(b, 10)).isEmpty();
    }

    @Test
    void aClosedConversationDeliversWhatItAcceptedAndTakesNothingNew() {
        engine.accept(engine.message("a", "b").conversation("c"));
        Optional<Conversation> closed =
                engine.run(tx -> engine.engine.conversations().close(tx, engine.now, "c", "done"));
        assertThat(closed.orElseThrow().state()).isEqualTo(ConversationState.CLOSED);
        assertThat(engine.lease(b, 1)).hasSize(1);
        assertThat(engine.send(engine.message("a", "b").conversation("c"))).isInstanceOf(ConversationEnded.class);
    }

    @Test
    void theNextDeadlineIsTheEarliestOfAll() {
        Instant agentLease = engine.now.plusSeconds(60);
        assertThat(nextDeadline()).contains(agentLease);
        engine.accept(engine.message("a", "b").replyBy(engine.now.plusSeconds(9)));
        assertThat(nextDeadline()).contains(engine.now.plusSeconds(9));
    }

    @Test
    void idempotencyKeysAreForgottenAfterTheirTime() {
        Submission submission = new Submission(engine.message("a", "b").build(), 1, Optional.of("key"), "fp");
        engine.send(submission);
        alive(Duration.ofHours(25));
        assertThat(state.<Optional<String>>read(tx ->
                        tx.messages().findByIdempotencyKey(submission.message().sender(), "key")))
                .isEmpty();
    }

    @Test
    void aKeyWhoseMessageIsGoneDoesNotHideThatTheMessageIdWasUsed() {
        engine.send(new Submission(engine.message("a", "b").build(), 200, Optional.of("key"), "fp1"));
        engine.ack(b, engine.leaseOne(b).delivery().messageId());
        alive(Duration.ofMinutes(2));
        Submission kept = new Submission(engine.message("a", "b").build(), 1, Optional.empty(), "fp2");
        engine.send(kept);
        assertThat(engine.send(new Submission(kept.message(), 1, Optional.of("key"), "fp3")))
                .isInstanceOf(Conflict.class);
    }

    private Optional<Instant> nextDeadline() {
        return state.read(tx -> engine.engine.housekeeping().nextDeadline(tx));
    }

    private String handled(int size) {
        var message = engine.message("a", "b").build();
        engine.send(new Submission(message, size, Optional.empty(), ""));
        engine.leaseOne(b);
        engine.ack(b, message.id());
        return message.id();
    }

    private void alive(Duration time) {
        engine.now = engine.now.plus(time);
        engine.engine.agents().renew(engine.now, b.agentId());
        engine.pass(Duration.ZERO);
    }

    private boolean isKept(String messageId) {
        Optional<StoredMessage> found = state.read(tx -> tx.messages().find(messageId));
        return found.isPresent();
    }
}
