package io.caxton.simulation.registry;

import io.caxton.core.cluster.ClusterCodec;
import io.caxton.core.cluster.ClusterLimits;
import io.caxton.core.cluster.ClusterRegistry;
import io.caxton.core.cluster.Exchange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** What one registry that knows many agents of many nodes takes of the heap, as it came over the wire. */
public final class ReplicaHeap {
    private static final int COLLECTIONS = 3;

    /** Agents of each node, for what is made once and stays. */
    private static final int WARM_UP = 5;

    private ReplicaHeap() {}

    /** Bytes that are in use with it and were not before; true only while nothing else runs in this JVM. */
    public static long measure(int nodes, int agents, long seed) {
        measureOnce(nodes, WARM_UP * nodes, seed);
        return measureOnce(nodes, agents, seed);
    }

    private static long measureOnce(int nodes, int agents, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<ClusterRegistry> origins = new ArrayList<>();
        for (int i = 0; i < nodes; i++) {
            ClusterRegistry origin = registry(RegistryCluster.name(i), random);
            for (int agent = i; agent < agents; agent += nodes) {
                origin.put(Instant.EPOCH, Agents.random(random), 1);
            }
            origins.add(origin);
        }
        long before = used();
        ClusterRegistry replica = registry("replica", random);
        for (int i = 0; i < nodes; i++) {
            replica.nodeSeen(Instant.EPOCH, RegistryCluster.name(i), 1);
            fill(replica, origins.get(i));
        }
        long bytes = used() - before;
        if (replica.view().size() != agents || origins.size() != nodes) {
            throw new IllegalStateException("not all agents are known");
        }
        return bytes;
    }

    private static ClusterRegistry registry(String id, SplittableRandom random) {
        return new ClusterRegistry(id, 1, List.of(), ClusterLimits.DEFAULT, random, Instant.EPOCH);
    }

    private static void fill(ClusterRegistry replica, ClusterRegistry origin) {
        while (replica.isBehind(origin.digest())) {
            byte[] answer = ClusterCodec.encode(Exchange.telling(origin.answer(replica.digest())));
            ClusterCodec.decode(answer).deltas().forEach(delta -> replica.apply(Instant.EPOCH, delta));
        }
    }

    private static long used() {
        for (int i = 0; i < COLLECTIONS; i++) {
            System.gc();
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
