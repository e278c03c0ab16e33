package io.caxton.spring.directory;

import static org.awaitility.Awaitility.await;

import io.caxton.core.agent.AgentInstance;
import io.caxton.core.agent.AgentName;
import io.caxton.core.cluster.ClusterAgent;
import io.caxton.core.cluster.ClusterCodec;
import io.caxton.spring.gateway.NodeClock;
import io.caxton.spring.gateway.NodeIdentity;
import io.caxton.spring.peer.PeerCalls;
import io.caxton.spring.peer.PeerOperation;
import io.caxton.spring.peer.PeerUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** Directories that replicate among each other through calls that can be made to fail. */
final class Nodes implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(60);
    static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    /** So long that within a test nothing is found by comparing. */
    static final Duration NEVER = Duration.ofHours(1);

    static final class Node {
        final String id;
        final AgentDirectory directory;
        final ReplicationFigures figures;
        final Replication replication;
        final List<String> moved = new CopyOnWriteArrayList<>();

        /** Those it has known as much as, in the order in which it learnt that. */
        final List<String> level;

        Node(
                String id,
                AgentDirectory directory,
                ReplicationFigures figures,
                Replication replication,
                List<String> level) {
            this.id = id;
            this.directory = directory;
            this.figures = figures;
            this.replication = replication;
            this.level = level;
        }

        void register(String agentId) {
            directory.changed(agent(agentId, id));
        }

        List<String> knows() {
            return directory.page("", 1_000_000, true).stream()
                    .map(ClusterAgent::agentId)
                    .toList();
        }
    }

    private final NodeClock clock = new NodeClock(InstantSource.fixed(NOON));
    private final ExecutorService network = Executors.newFixedThreadPool(2);
    private final Map<String, Node> nodes = new LinkedHashMap<>();

    /** Who answers nobody. */
    final Set<String> cutOff = ConcurrentHashMap.newKeySet();

    /** Who answers in a way that nobody knows yet. */
    final Set<String> ofAnotherVersion = ConcurrentHashMap.newKeySet();

    final AtomicInteger calls = new AtomicInteger();

    static AgentInstance agent(String agentId, String nodeId) {
        return AgentInstance.builder(agentId, new AgentName("worker"), nodeId, NOON)
                .build();
    }

    Node start(String id, Duration interval, long seed, String... restored) {
        SplittableRandom random = new SplittableRandom(seed);
        AgentDirectory directory = new AgentDirectory(new NodeIdentity(id, 1, "test", NOON), clock, random.split());
        directory.begin(List.of(restored).stream().map(a -> agent(a, id)).toList());
        ReplicationFigures figures = new ReplicationFigures();
        List<String> level = new CopyOnWriteArrayList<>();
        Replication replication =
                new Replication(directory, new Calls(id), clock, random, interval, figures, level::add);
        Node node = new Node(id, directory, figures, replication, level);
        directory.listen(new AgentDirectory.Listener() {
            @Override
            public void ownChanged() {
                replication.ownChanged();
            }

            @Override
            public void moved(String agentId, String toNode) {
                node.moved.add(agentId + " to " + toNode);
            }
        });
        replication.start();
        nodes.put(id, node);
        return node;
    }

    /** What membership would tell all of them. */
    void meet() {
        for (Node node : nodes.values()) {
            for (Node other : nodes.values()) {
                if (other != node) {
                    meet(node, other);
                }
            }
        }
    }

    void meet(Node node, Node other) {
        node.replication.execute(
                () -> node.directory.tell(node.directory.registry().nodeSeen(NOON, other.id, 1)));
        node.replication.appeared(other.id);
    }

    void awaitAllKnow(String... agents) {
        List<String> all = List.of(agents);
        nodes.values()
                .forEach(node -> await(node.id + " knows " + all)
                        .atMost(PATIENCE)
                        .until(() -> node.knows().equals(all)));
    }

    /** Calls as one node makes them. */
    private final class Calls implements PeerCalls {
        private final String from;

        Calls(String from) {
            this.from = from;
        }

        @Override
        public CompletableFuture<byte[]> call(String nodeId, PeerOperation operation, byte[] body) {
            calls.incrementAndGet();
            return CompletableFuture.supplyAsync(
                    () -> {
                        Node to = nodes.get(nodeId);
                        if (to == null || cutOff.contains(nodeId) || cutOff.contains(from)) {
                            throw new PeerUnavailableException(nodeId, "it is cut off");
                        }
                        byte[] answer = ClusterCodec.encode(to.replication.answer(from, ClusterCodec.decode(body)));
                        if (ofAnotherVersion.contains(nodeId)) {
                            answer[0] = 9;
                        }
                        return answer;
                    },
                    network);
        }

        @Override
        public int maxBytes() {
            return ClusterCodec.MAX_BYTES;
        }
    }

    @Override
    public void close() {
        nodes.values().forEach(node -> node.replication.close());
        network.shutdownNow();
        clock.close();
    }
}
