package io.caxton.spring.gateway;

import static io.caxton.spring.gateway.PushingNode.atMostOnce;
import static io.caxton.spring.gateway.PushingNode.message;
import static io.caxton.spring.gateway.PushingNode.to;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.caxton.core.agent.AgentInstance;
import io.caxton.core.engine.EngineListener;
import io.caxton.core.engine.Mailboxes.Leased;
import io.caxton.core.engine.Submission;
import io.caxton.core.forward.Arrival;
import io.caxton.core.forward.Forward;
import io.caxton.core.message.Envelope;
import io.caxton.core.message.TraceContext;
import io.caxton.core.storage.InMemoryLocalState;
import io.caxton.core.storage.LocalStateException;
import io.caxton.core.storage.StoredMessage;
import io.caxton.spring.gateway.PushingNode.Taken;
import io.caxton.spring.tracing.MessageTracing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Feeds whose steps are interleaved with those of others. */
class FeedsTest {
    private final HookedLocalState state = new HookedLocalState(new InMemoryLocalState());
    private final PushingNode node = new PushingNode(state);

    @AfterEach
    void close() {
        node.close();
    }

    @Test
    void aFeedThatCouldNotBeginTriesAgain() {
        AgentInstance worker = node.register("worker", 1);
        state.refuseOnce(new LocalStateException(LocalStateException.Reason.OVERLOADED, "too much"));
        Taken taken = node.link(worker);
        node.send(message("m1", "client", to("worker")).build());
        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> assertThat(taken.ids()).containsExactly("m1"));
    }

    @Test
    void whatEndsWhileAFeedBeginsIsNotHeldForEver() {
        AgentInstance worker = node.register("worker", 1);
        node.send(message("m1", "client", to("worker")).build());
        node.mailboxes.receive(worker.agentId(), 1, Duration.ZERO).join();
        state.onceWritten(() ->
                node.mailboxes.ack(worker.agentId(), "m1", OptionalInt.empty()).join());
        Taken taken = node.link(worker);
        node.send(message("m2", "client", to("worker")).build());
        assertThat(taken.ids()).containsExactly("m2");
    }

    @Test
    void whatAnotherNodeSendsIsPushedWithTheCommitThatTakesIt() {
        AgentInstance worker = node.register("worker", 1);
        Taken taken = node.link(worker);
        byte[] json = Envelope.of(message("m1", "client", to("worker")).build()).json();
        Forward forward = new Forward("m1", worker.name(), Optional.empty(), 0, Duration.ofHours(1), json);
        int before = state.writes.get();
        state.write(tx -> {
                    node.feeds.hush(tx);
                    var answers = node.engine.forwarding().receive(tx, node.now, "b", List.of(Arrival.of(forward)));
                    node.feeds.handOver(tx, Set.of(worker.agentId()));
                    return answers;
                })
                .join();
        assertThat(taken.ids()).containsExactly("m1");
        assertThat(state.writes.get()).isEqualTo(before + 1);
    }

    @Test
    void whoSendsToOtherNodesIsHandedWhatWaitsThere() {
        List<String> told = new ArrayList<>();
        node.feeds.tell((tx, nodeId) -> told.add(nodeId));
        state.write(tx -> {
                    node.feeds.handOver(tx, Set.of("@b"));
                    return true;
                })
                .join();
        assertThat(told).containsExactly("b");
    }

    @Test
    void anotherThreadIsNotHushedByAWorkThatHandsOverItself() throws Exception {
        AgentInstance worker = node.register("worker", 1);
        AgentInstance other = node.register("other", 1);
        node.link(worker);
        node.link(other);
        AtomicInteger looks = new AtomicInteger(-1);
        // InMemoryLocalState runs one work at a time, so the look itself cannot end in here.
        node.events.tell(List.of(node.feeds, node.directs, new EngineListener() {
            @Override
            public void accepted(StoredMessage message) {
                int before = state.writes.get();
                var unused = CompletableFuture.runAsync(() -> node.feeds.available(other.agentId()));
                await().atMost(Duration.ofSeconds(20)).until(() -> state.writes.get() > before);
                looks.set(state.writes.get() - before);
            }
        }));
        node.messages
                .send(Submission.of(message("m1", "client", to("worker")).build()))
                .get(1, TimeUnit.MINUTES);
        assertThat(looks).hasValue(1);
    }

    @Test
    void whatComesDueWhileAllPlacesAreTakenByALookIsLookedForAfterIt() {
        AgentInstance worker = node.register("worker", 10);
        Taken taken = node.link(worker);
        node.send(message("m1", "client", to("worker")).build());
        node.mailboxes
                .nack(worker.agentId(), "m1", OptionalInt.empty(), "later", true, Optional.of(Duration.ofHours(1)))
                .join();
        Feed feed = node.feeds.find(worker.agentId()).orElseThrow();
        // As its timer would, after the work of the next message has leased and before its outcome is told.
        node.events.tell(List.of(node.feeds, node.directs, new EngineListener() {
            @Override
            public void accepted(StoredMessage message) {
                node.now = node.now.plus(Duration.ofHours(2));
                feed.look();
            }
        }));
        node.send(message("m2", "client", to("worker")).build());
        assertThat(taken.ids()).containsExactly("m1", "m2", "m1");
    }

    @Test
    void whatIsPushedCarriesTheTraceOfItsDelivery() {
        try (PushingNode traced = new PushingNode(state, new Numbered()).withoutTimer()) {
            Taken taken = traced.link(traced.register("worker", 10));
            traced.send(message("m1", "client", to("worker")).build());
            traced.send(atMostOnce("m2", "client", to("worker"), "m2"));
            assertThat(taken.directIds()).containsExactly("m2");
            assertThat(taken.all)
                    .extracting(
                            one -> one.message().message().trace().orElseThrow().traceparent())
                    .containsExactly(Numbered.traceparent(1), Numbered.traceparent(2));
        }
    }

    /** Gives each delivery the next span. */
    private static final class Numbered implements MessageTracing {
        private final AtomicInteger spans = new AtomicInteger();

        static String traceparent(int span) {
            return "00-4bf92f3577b34da6a3ce929d0e0e4736-000000000000000%d-01".formatted(span);
        }

        @Override
        public Acceptance accepting(Submission submission) {
            return MessageTracing.NONE.accepting(submission);
        }

        @Override
        public Leased delivered(Leased leased) {
            StoredMessage stored = leased.message();
            TraceContext trace = new TraceContext(traceparent(spans.incrementAndGet()), Optional.empty());
            return new Leased(stored.with(stored.message().withTrace(trace)), leased.delivery());
        }

        @Override
        public Handling handling(Leased leased) {
            return MessageTracing.NONE.handling(leased);
        }
    }
}
