package io.caxton.spring.forward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.caxton.core.agent.AgentName;
import io.caxton.core.delivery.DeliveryState;
import io.caxton.core.delivery.ReceiptStatus;
import io.caxton.core.engine.EngineFixture;
import io.caxton.core.engine.EngineListener;
import io.caxton.core.engine.Submission;
import io.caxton.core.forward.Answer;
import io.caxton.core.forward.Forward;
import io.caxton.core.forward.ForwardCodec;
import io.caxton.core.message.Message;
import io.caxton.core.message.Performative;
import io.caxton.core.message.Priority;
import io.caxton.core.message.Recipient;
import io.caxton.core.storage.InMemoryLocalState;
import io.caxton.spring.gateway.NodeClock;
import io.caxton.spring.peer.PeerCalls;
import io.caxton.spring.peer.PeerOperation;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.JsonNodeFactory;

class LineTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final AgentName BEN = new AgentName("ben");

    private final ExecutorService executor = Executors.newFixedThreadPool(2);
    private final NodeClock clock = new NodeClock(InstantSource.system());
    private final LinkedBlockingQueue<Call> calls = new LinkedBlockingQueue<>();
    private volatile @Nullable Line line;
    private final EngineFixture a = node("a", new EngineListener() {
        @Override
        public void waitsFor(String nodeId, Priority priority) {
            Objects.requireNonNull(line).wake(priority);
        }
    });

    private record Call(List<String> messages, CompletableFuture<byte[]> answer) {
        void take() {
            List<Answer> taken =
                    messages.stream().map(id -> (Answer) new Answer.Taken()).toList();
            answer.complete(ForwardCodec.encodeAnswers(taken));
        }
    }

    private static EngineFixture node(String id, EngineListener listener) {
        return new EngineFixture(id, new InMemoryLocalState(), EngineFixture.SETTINGS, 1, listener);
    }

    /** What is sent waits for the test to answer it. */
    private final class Network implements PeerCalls {
        @Override
        public CompletableFuture<byte[]> call(String nodeId, PeerOperation operation, byte[] body) {
            List<String> messages = ForwardCodec.decodeForwards(body).stream()
                    .map(Forward::messageId)
                    .toList();
            Call call = new Call(messages, new CompletableFuture<>());
            calls.add(call);
            return call.answer();
        }

        @Override
        public int maxBytes() {
            return 1 << 20;
        }
    }

    private void open() {
        EngineFixture b = node("b", EngineListener.NONE);
        b.register("ben");
        a.cluster.say("b", b.registry.all(), true);
        a.now = clock.now();
        Line.Means means = new Line.Means(new Network(), clock, new SplittableRandom(1), executor);
        Line opened = Line.to("b", a.state, a.engine, means);
        line = opened;
        opened.open();
    }

    @AfterEach
    void close() {
        executor.shutdownNow();
        clock.close();
    }

    private void accept(String id, String conversation, Priority priority) {
        a.send(Submission.of(message(id, conversation, priority)));
    }

    private static Message message(String id, String conversation, Priority priority) {
        return Message.builder(
                        id,
                        Performative.INFORM,
                        new AgentName("ann"),
                        new Recipient.ToAgent(BEN),
                        JsonNodeFactory.instance.stringNode("hello"))
                .conversation(conversation)
                .priority(priority)
                .build();
    }

    private Call next() throws InterruptedException {
        return Optional.ofNullable(calls.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .orElseThrow(() -> new AssertionError("nothing was sent"));
    }

    @Test
    void aClassThatIsFullHoldsUpNoOther() throws Exception {
        open();
        for (int i = 0; i < Line.BATCHES; i++) {
            accept("low-" + i, "c" + i, Priority.LOW);
            assertThat(next().messages()).containsExactly("low-" + i);
        }
        accept("low-waits", "d", Priority.LOW);
        accept("urgent", "e", Priority.CRITICAL);
        Call urgent = next();
        assertThat(urgent.messages())
                .as("past %s that are not answered", Line.BATCHES)
                .containsExactly("urgent");
        urgent.take();
        accept("urgent too", "f", Priority.CRITICAL);
        assertThat(next().messages()).containsExactly("urgent too");
        accept("normal", "g", Priority.NORMAL);
        assertThat(next().messages()).containsExactly("normal");
        assertThat(a.status("low-waits")).isEqualTo(ReceiptStatus.QUEUED);
        assertThat(calls).isEmpty();
    }

    private void awaitIdle() {
        await().atMost(PATIENCE).until(() -> Objects.requireNonNull(line).isIdle());
    }

    /** As a gateway does: accepts and hands over in one work. */
    private DeliveryState acceptAndHandOver(String id, boolean failing) {
        return a.run(tx -> {
            a.engine.acceptance().accept(tx, a.now, Submission.of(message(id, id, Priority.NORMAL)));
            Objects.requireNonNull(line).handOver(tx);
            DeliveryState state = tx.deliveries().find(id, BEN).orElseThrow().state();
            if (failing) {
                throw new IllegalStateException("what else the work does fails");
            }
            return state;
        });
    }

    @Test
    void whatNothingHoldsUpIsTakenByTheWorkThatAcceptsIt() throws Exception {
        open();
        awaitIdle();
        assertThat(acceptAndHandOver("m1", false)).isEqualTo(DeliveryState.LEASED);
        Call first = next();
        assertThat(first.messages()).containsExactly("m1");
        assertThat(acceptAndHandOver("m2", false))
                .as("another is on its way: what comes meanwhile goes together")
                .isEqualTo(DeliveryState.QUEUED);
        first.take();
        assertThat(next().messages()).containsExactly("m2");
    }

    @Test
    void aWorkThatFailsHoldsUpNothing() throws Exception {
        open();
        awaitIdle();
        assertThatThrownBy(() -> acceptAndHandOver("m1", true)).hasStackTraceContaining("what else the work does");
        assertThat(acceptAndHandOver("m2", false)).isEqualTo(DeliveryState.LEASED);
        assertThat(next().messages()).containsExactly("m2");
    }

    @Test
    void nothingIsTakenForANodeThatIsNotThere() throws Exception {
        open();
        Objects.requireNonNull(line).close();
        assertThat(acceptAndHandOver("m1", false)).isEqualTo(DeliveryState.QUEUED);
        Objects.requireNonNull(line).open();
        assertThat(next().messages()).containsExactly("m1");
    }

    @Test
    void whatComesMeanwhileGoesTogether() throws Exception {
        open();
        Call first = null;
        for (int i = 0; i < Line.BATCHES; i++) {
            accept("first-" + i, "c" + i, Priority.NORMAL);
            first = next();
        }
        accept("m1", "d", Priority.NORMAL);
        accept("m2", "d", Priority.CRITICAL);
        accept("m3", "e", Priority.NORMAL);
        Objects.requireNonNull(first).take();
        assertThat(next().messages())
                .as("what is urgent goes in its conversation")
                .containsExactly("m1", "m2", "m3");
    }
}
