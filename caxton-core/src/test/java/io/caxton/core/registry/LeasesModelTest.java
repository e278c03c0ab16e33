package io.caxton.core.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.caxton.core.agent.AgentInstance;
import io.caxton.core.agent.AgentName;
import io.caxton.core.agent.AgentStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Holds what the registry answers of leases against a plain scan of everyone. */
class LeasesModelTest {
    private static final int SEEDS = 200;
    private static final int STEPS = 300;
    private static final int IDS = 20;
    private static final List<AgentStatus> STATUSES = List.of(AgentStatus.values());

    private final List<Integer> found = new ArrayList<>();

    @Test
    void theyAreThoseThatAScanOfAllFinds() {
        for (int seed = 0; seed < SEEDS; seed++) {
            run(new Random(seed), new Registry(), seed);
        }
        assertThat(found).contains(0, 1, 2, 5, 10);
    }

    private void run(Random random, Registry registry, int seed) {
        for (int step = 0; step < STEPS; step++) {
            String id = "agent-" + random.nextInt(IDS);
            switch (random.nextInt(5)) {
                case 0 -> registry.remove(id);
                case 1 -> registry.update(id, agent -> agent.withLeaseExpiresAt(anInstant(random)));
                case 2 -> registry.update(id, agent -> agent.withStatus(aStatus(random), random.nextDouble()));
                case 3 -> registry.put(agent(id, random)).ifPresent(registry::put); // as a rollback does
                default -> registry.put(agent(id, random));
            }
            Instant by = anInstant(random);
            Instant lostBy = anInstant(random);
            List<AgentInstance> ended = registry.leasesEnded(by, lostBy, IDS);
            assertThat(ended).as("seed %d, step %d", seed, step).isEqualTo(scan(registry, by, lostBy));
            assertThat(registry.nextLeaseEnd())
                    .as("seed %d, step %d", seed, step)
                    .isEqualTo(scanForNext(registry));
            found.add(ended.size());
        }
    }

    private static List<AgentInstance> scan(Registry registry, Instant by, Instant lostBy) {
        return registry.all().stream()
                .filter(agent -> !agent.leaseExpiresAt().isAfter(agent.status() == AgentStatus.LOST ? lostBy : by))
                .toList();
    }

    private static Optional<Instant> scanForNext(Registry registry) {
        return registry.all().stream()
                .filter(agent -> agent.status() != AgentStatus.LOST)
                .map(AgentInstance::leaseExpiresAt)
                .min(Instant::compareTo);
    }

    @Test
    void nobodyIsMissedWhileOthersRenew() throws Exception {
        Registry registry = new Registry();
        Instant start = Instant.EPOCH;
        for (int i = 0; i < IDS; i++) {
            registry.put(agent("agent-" + i, AgentStatus.READY, start));
        }
        AtomicBoolean over = new AtomicBoolean();
        CountDownLatch renewing = new CountDownLatch(1);
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try {
            Future<?> renewals = thread.submit(() -> {
                for (int i = 0; !over.get(); i++) {
                    Instant later = start.plusNanos(i);
                    registry.update("agent-" + i % IDS, agent -> agent.withLeaseExpiresAt(later));
                    renewing.countDown();
                }
            });
            renewing.await();
            for (int i = 0; i < 20_000; i++) {
                assertThat(registry.leasesEnded(Instant.MAX, Instant.MIN, IDS)).hasSize(IDS);
                assertThat(registry.nextLeaseEnd()).isPresent();
            }
            over.set(true);
            renewals.get();
        } finally {
            over.set(true);
            thread.shutdownNow();
        }
    }

    private static AgentInstance agent(String id, Random random) {
        return agent(id, aStatus(random), anInstant(random));
    }

    private static AgentInstance agent(String id, AgentStatus status, Instant leaseExpiresAt) {
        return AgentInstance.builder(id, new AgentName("a"), "node-1", Instant.EPOCH)
                .status(status)
                .leaseExpiresAt(leaseExpiresAt)
                .build();
    }

    /** Few enough that several leases end at the same time. */
    private static Instant anInstant(Random random) {
        return Instant.EPOCH.plus(Duration.ofSeconds(random.nextInt(12)));
    }

    private static AgentStatus aStatus(Random random) {
        return STATUSES.get(random.nextInt(STATUSES.size()));
    }
}
