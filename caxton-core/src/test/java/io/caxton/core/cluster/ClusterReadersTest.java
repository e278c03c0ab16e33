package io.caxton.core.cluster;

import static io.caxton.core.cluster.Profiles.NOON;
import static io.caxton.core.cluster.Profiles.profile;
import static io.caxton.core.cluster.Registered.register;
import static io.caxton.core.cluster.Registered.update;
import static org.assertj.core.api.Assertions.assertThat;

import io.caxton.core.agent.AgentName;
import io.caxton.core.agent.AgentStatus;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Readers beside a writer. */
class ClusterReadersTest {
    private static final int AGENTS = 50;

    private final ClusterRegistry other = registry("other");
    private final ClusterRegistry registry = registry("node");

    @Test
    void nobodyIsMissedWhileProfilesChangeAndANodeBeginsAnotherEpoch() throws Exception {
        registry.nodeSeen(NOON, "other", 1);
        for (int i = 0; i < AGENTS; i++) {
            register(other, NOON, profile("x-" + i));
        }
        pull();
        AtomicBoolean over = new AtomicBoolean();
        CountDownLatch writing = new CountDownLatch(1);
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try {
            Future<?> writes = thread.submit(() -> {
                for (int i = 0; !over.get(); i++) {
                    AgentStatus status = i % 2 == 0 ? AgentStatus.BUSY : AgentStatus.READY;
                    update(other, NOON, profile("x-" + i % AGENTS, "translator", status, i % 11));
                    if (i % 20 == 0) {
                        other.beginEpoch(NOON, other.freeEpoch());
                    }
                    pull();
                    writing.countDown();
                }
            });
            writing.await();
            for (int i = 0; i < 5_000; i++) {
                String id = "x-" + i % AGENTS;
                assertThat(registry.view().find(id)).isPresent();
                assertThat(registry.view().pool(new AgentName("translator")).takers())
                        .contains(id);
                assertThat(registry.view().pool(Profiles.TRANSLATE).takers()).contains(id);
                assertThat(registry.view().page("", AGENTS, true)).hasSize(AGENTS);
            }
            over.set(true);
            writes.get();
        } finally {
            over.set(true);
            thread.shutdownNow();
        }
    }

    private void pull() {
        while (registry.isBehind(other.digest())) {
            other.answer(registry.digest()).forEach(delta -> registry.apply(NOON, delta));
        }
    }

    private static ClusterRegistry registry(String id) {
        return new ClusterRegistry(id, 1, List.of(), ClusterLimits.DEFAULT, new Random(1), NOON);
    }
}
