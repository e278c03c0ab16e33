package io.caxton.core.cluster;

import static io.caxton.core.cluster.Profiles.NOON;
import static io.caxton.core.cluster.Registered.register;
import static org.assertj.core.api.Assertions.assertThat;

import io.caxton.core.agent.AgentMode;
import io.caxton.core.agent.AgentName;
import io.caxton.core.agent.AgentStatus;
import io.caxton.core.agent.Capability;
import io.caxton.core.agent.OfferedCapability;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A replica of a large cluster; prints what it takes, of 100,000 with {@code -Dcaxton.cluster.agents=100000}. */
class ClusterScaleTest {
    private static final int NODES = 100;
    private static final int AGENTS_OF_A_NODE = Integer.getInteger("caxton.cluster.agents", 10_000) / NODES;

    private final Random random = new Random(1);

    @Test
    void aNewReplicaOfManyAgentsIsBroughtUpToDateInBoundedAnswers() {
        ClusterRegistry old = node("old");
        for (int i = 0; i < NODES; i++) {
            old.nodeSeen(NOON, name(i), 1);
            fill(old, name(i));
        }
        for (int round = 0; round < 3; round++) {
            bring(old);
        }
    }

    private void bring(ClusterRegistry old) {
        ClusterRegistry fresh = node("new");
        for (int i = 0; i < NODES; i++) {
            fresh.nodeSeen(NOON, name(i), 1);
        }
        fresh.nodeSeen(NOON, "old", 1);
        long before = used();
        ThreadMXBean processor = ManagementFactory.getThreadMXBean();
        long start = processor.getCurrentThreadCpuTime();
        long[] of = new long[3];
        long bytes = 0;
        int answers = 0;
        int largest = 0;
        while (fresh.isBehind(old.digest())) {
            byte[] question = ClusterCodec.encode(Exchange.asking(fresh.digest()));
            long asked = processor.getCurrentThreadCpuTime();
            byte[] answer = ClusterCodec.encode(Exchange.telling(
                    old.answer(ClusterCodec.decode(question).digest().orElseThrow())));
            long answered = processor.getCurrentThreadCpuTime();
            List<Delta> deltas = ClusterCodec.decode(answer).deltas();
            long decoded = processor.getCurrentThreadCpuTime();
            deltas.forEach(delta -> fresh.apply(NOON, delta));
            of[0] += answered - asked;
            of[1] += decoded - answered;
            of[2] += processor.getCurrentThreadCpuTime() - decoded;
            bytes += answer.length;
            largest = Math.max(largest, answer.length);
            answers++;
        }
        double seconds = (processor.getCurrentThreadCpuTime() - start) / 1e9;
        int agents = NODES * AGENTS_OF_A_NODE;
        System.out.printf(
                "%,d agents of %d nodes: %.2f s of processor time (answer %.2f, decode %.2f, apply %.2f), %,d bytes (%d an agent) in %d answers, the largest %,d;"
                        + " digest %,d bytes; memory %d bytes an agent%n",
                agents,
                NODES,
                seconds,
                of[0] / 1e9,
                of[1] / 1e9,
                of[2] / 1e9,
                bytes,
                bytes / agents,
                answers,
                largest,
                ClusterCodec.encode(Exchange.asking(fresh.digest())).length,
                (used() - before) / agents);
        assertThat(fresh.view().size()).isEqualTo(agents);
        assertThat(largest).isLessThanOrEqualTo(ClusterLimits.DEFAULT.maxDeltaBytes());
        assertThat(fresh.view().page("", 10, true)).isEqualTo(old.view().page("", 10, true));
    }

    private void fill(ClusterRegistry old, String origin) {
        ClusterRegistry writer = new ClusterRegistry(origin, 1, List.of(), ClusterLimits.DEFAULT, random, NOON);
        for (int i = 0; i < AGENTS_OF_A_NODE; i++) {
            register(writer, NOON, profile(random.nextInt(500)));
        }
        while (old.isBehind(writer.digest())) {
            writer.answer(old.digest()).forEach(delta -> old.apply(NOON, delta));
        }
    }

    private AgentProfile profile(int kind) {
        return new AgentProfile(
                new UUID(random.nextLong(), random.nextLong()).toString(),
                new AgentName("worker-" + kind),
                List.of(
                        new OfferedCapability(
                                new Capability("task-" + kind, Optional.of("1.2")), "does tasks of kind " + kind),
                        new OfferedCapability(new Capability("report-" + kind % 20, Optional.of("1")), "")),
                AgentMode.PULL,
                AgentStatus.READY,
                16,
                0,
                Map.of("region", "eu-" + kind % 3, "team", "team-" + kind % 40),
                NOON.plusMillis(random.nextInt(1_000_000_000)));
    }

    private ClusterRegistry node(String id) {
        return new ClusterRegistry(id, 1, List.of(), ClusterLimits.DEFAULT, random, NOON);
    }

    private static String name(int node) {
        return "4f9c2b7e-0000-4000-8000-" + String.format("%012d", node);
    }

    private static long used() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
