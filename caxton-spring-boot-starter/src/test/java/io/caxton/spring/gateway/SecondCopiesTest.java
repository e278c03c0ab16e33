package io.caxton.spring.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caxton.core.agent.AgentInstance;
import io.caxton.core.agent.AgentName;
import io.caxton.core.engine.AcceptResult;
import io.caxton.core.engine.AcceptResult.Accepted;
import io.caxton.core.engine.AcceptResult.NoReceiver;
import io.caxton.core.engine.Mailboxes.Settlement;
import io.caxton.core.engine.Submission;
import io.caxton.core.message.Recipient;
import io.caxton.core.storage.InMemoryLocalState;
import io.caxton.spring.tracing.MessageTracing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Both ways in which messages are accepted wait for what the second copy says. */
class SecondCopiesTest {
    private static final Recipient BEN = new Recipient.ToAgent(new AgentName("ben"));

    private final List<String> asked = new ArrayList<>();
    private final CompletableFuture<Boolean> copied = new CompletableFuture<>();
    private final SecondCopies copies = (tx, submission, result) -> {
        if (!(result instanceof Accepted accepted)) {
            return CompletableFuture.completedFuture(result);
        }
        asked.add(submission.message().id());
        return copied.thenApply(done -> {
            if (!done) {
                throw new NoSecondCopyException(accepted.message().id());
            }
            return accepted.onDisks(2);
        });
    };
    private final PushingNode node = new PushingNode(new InMemoryLocalState()).withoutTimer();
    private final MessageGateway messages = new MessageGateway(
            node.state,
            node.engine,
            node.waiting,
            node.feeds,
            node.directs,
            node.clock,
            SendListener.NONE,
            MessageTracing.NONE,
            copies);
    private final MailboxGateway mailboxes = new MailboxGateway(
            node.state,
            node.engine,
            node.agents,
            node.waiting,
            node.feeds,
            node.directs,
            node.clock,
            MessageTracing.NONE,
            copies);

    @AfterEach
    void stop() {
        node.clock.close();
    }

    private static Submission submission(String id) {
        return Submission.of(PushingNode.message(id, "alice", BEN).build());
    }

    @Test
    void aSenderIsAnsweredOnceItsMessageIsOnTwoDisks() {
        AgentInstance ben = node.register("ben", 9);
        CompletableFuture<AcceptResult> sent = messages.send(submission("m1"));
        assertThat(sent).isNotDone();
        assertThat(asked).containsExactly("m1");
        assertThat(mailboxes.receive(ben.agentId(), 9, Duration.ZERO).join())
                .as("its receiver does not wait")
                .hasSize(1);
        copied.complete(true);
        assertThat(sent.join())
                .isInstanceOfSatisfying(
                        Accepted.class, ok -> assertThat(ok.copies()).hasValue(2));
    }

    @Test
    void withoutASecondDiskItHearsSoAndWhatIsRejectedNeedsNone() {
        assertThat(messages.send(submission("m1")).join()).isInstanceOf(NoReceiver.class);
        assertThat(asked).isEmpty();
        node.register("ben", 9);
        copied.complete(false);
        assertThatThrownBy(() -> messages.send(submission("m1")).join())
                .hasCauseInstanceOf(NoSecondCopyException.class)
                .hasMessageContaining("m1");
    }

    @Test
    void aReplyWaitsTooAndItsRequestIsAcknowledgedMeanwhile() {
        AgentInstance ben = node.register("ben", 9);
        node.register("alice", 9);
        node.send(PushingNode.message("m1", "alice", BEN).build());
        mailboxes.receive(ben.agentId(), 9, Duration.ZERO).join();
        Submission reply = Submission.of(PushingNode.message("r1", "ben", new Recipient.ToAgent(new AgentName("alice")))
                .build());
        CompletableFuture<List<AcceptResult>> answered =
                mailboxes.ackWithReplies(ben.agentId(), "m1", OptionalInt.empty(), List.of(reply));
        assertThat(answered).isNotDone();
        assertThat(asked).containsExactly("r1");
        assertThat(mailboxes.ack(ben.agentId(), "m1", OptionalInt.empty()).join())
                .isEqualTo(Settlement.DONE);
        copied.complete(false);
        assertThatThrownBy(answered::join).hasCauseInstanceOf(NoSecondCopyException.class);
    }
}
