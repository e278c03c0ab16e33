package io.caxton.spring.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.caxton.core.agent.AgentInstance;
import io.caxton.core.agent.AgentName;
import io.caxton.core.cluster.Applied.Outcome;
import io.caxton.core.cluster.ClusterAgent;
import io.caxton.core.cluster.Gossip;
import io.caxton.spring.directory.Nodes.Node;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReplicationTest {
    private static final Duration SOON = Duration.ofMillis(20);

    private final Nodes nodes = new Nodes();

    @AfterEach
    void close() {
        nodes.close();
    }

    @Test
    void whoMeetsKnowsWhatTheOtherHadBefore() {
        nodes.start("a", Nodes.NEVER, 1, "x");
        nodes.start("b", Nodes.NEVER, 2, "y");
        nodes.meet();
        nodes.awaitAllKnow("x", "y");
    }

    @Test
    void aChangeIsToldToAllAtOnce() {
        Node a = nodes.start("a", Nodes.NEVER, 1);
        nodes.start("b", Nodes.NEVER, 2);
        nodes.start("c", Nodes.NEVER, 3);
        nodes.meet();
        a.register("x");
        nodes.awaitAllKnow("x");
        a.directory.removed("x");
        nodes.awaitAllKnow();
    }

    @Test
    void manyChangesGoTogether() {
        Node a = nodes.start("a", Nodes.NEVER, 1);
        nodes.start("b", Nodes.NEVER, 2);
        nodes.meet();
        String[] agents = IntStream.range(0, 5_000)
                .mapToObj(i -> String.format("agent-%04d", i))
                .toArray(String[]::new);
        for (String agent : agents) {
            a.register(agent);
        }
        nodes.awaitAllKnow(agents);
        assertThat(nodes.calls.get()).as("calls for 5,000 changes").isLessThan(2_500);
    }

    @Test
    void whatWasToldInVainIsFoundByComparing() {
        Node a = nodes.start("a", SOON, 1);
        nodes.start("b", SOON, 2);
        Node c = nodes.start("c", SOON, 3);
        nodes.meet();
        nodes.cutOff.add("c");
        a.register("x");
        await().atMost(Nodes.PATIENCE).until(() -> a.figures.failures() > 0);
        assertThat(c.knows()).isEmpty();
        nodes.cutOff.clear();
        nodes.awaitAllKnow("x");
    }

    @Test
    void whoMissedSomethingIsToldAllOfItWithTheNextChange() {
        Node a = nodes.start("a", Nodes.NEVER, 1);
        Node b = nodes.start("b", Nodes.NEVER, 2);
        nodes.meet();
        a.register("x");
        nodes.awaitAllKnow("x");
        nodes.cutOff.add("b");
        a.register("y");
        await().atMost(Nodes.PATIENCE).until(() -> a.figures.failures() > 0);
        assertThat(b.knows()).containsExactly("x");
        nodes.cutOff.clear();
        a.register("z");
        nodes.awaitAllKnow("x", "y", "z");
    }

    @Test
    void anAgentThatMovedIsNotClaimedBackBySignsOfLife() {
        Node a = nodes.start("a", Nodes.NEVER, 1, "x");
        Node b = nodes.start("b", Nodes.NEVER, 2);
        nodes.meet();
        nodes.awaitAllKnow("x");
        long fence = b.directory.nextFence("x");
        b.directory.changed(AgentInstance.builder("x", new AgentName("worker"), "b", Nodes.NOON)
                .fence(fence)
                .build());
        await().atMost(Nodes.PATIENCE)
                .until(() -> a.directory.find("x").map(ClusterAgent::nodeId).equals(Optional.of("b")));
        assertThat(a.moved).containsExactly("x to b");
        a.register("x");
        assertThat(a.directory.find("x")).map(ClusterAgent::nodeId).contains("b");
        a.directory.removed("x");
        nodes.awaitAllKnow("x");
    }

    @Test
    void aFailedNodesAgentsAreKnownOnAndNotReachable() {
        Node a = nodes.start("a", Nodes.NEVER, 1);
        Node b = nodes.start("b", Nodes.NEVER, 2, "x");
        nodes.meet();
        nodes.awaitAllKnow("x");
        a.replication.gone("b");
        a.replication.execute(() -> a.directory.tell(a.directory.registry().nodeFailed(Nodes.NOON, "b")));
        await().atMost(Nodes.PATIENCE).until(() -> a.knows().isEmpty());
        assertThat(a.directory.find("x")).map(ClusterAgent::nodeId).contains("b");
        nodes.meet(a, b);
        nodes.awaitAllKnow("x");
    }

    @Test
    void amongManyAChangeIsPassedOn() {
        List<Node> all = new ArrayList<>();
        for (int i = 0; i < Gossip.FEW + 20; i++) {
            all.add(nodes.start(String.format("node-%02d", i), Duration.ofMillis(200), i));
        }
        nodes.meet();
        await().atMost(Nodes.PATIENCE)
                .until(() ->
                        all.stream().allMatch(node -> node.directory.figures().nodes() == all.size() - 1));
        all.get(0).register("x");
        nodes.awaitAllKnow("x");
    }

    @Test
    void lagIsSinceThisNodeLastKnewAll() {
        ReplicationFigures figures = new ReplicationFigures();
        assertThat(figures.lag(Nodes.NOON)).isZero();
        figures.peers(2, Nodes.NOON);
        assertThat(figures.lag(Nodes.NOON.plusSeconds(5))).hasSeconds(5);
        figures.caughtUp(Nodes.NOON.plusSeconds(4));
        assertThat(figures.lag(Nodes.NOON.plusSeconds(5))).hasSeconds(1);
        figures.peers(0, Nodes.NOON.plusSeconds(6));
        assertThat(figures.lag(Nodes.NOON.plusSeconds(9))).isZero();
        assertThat(figures.deltas(Outcome.TAKEN)).isZero();
    }
}
