package io.caxton.spring.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.caxton.spring.cluster.ClusterEvent.MemberJoined;
import io.caxton.swim.MemberStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class EventQueueTest {
    private static ClusterEvent event(int number) {
        return new MemberJoined(
                new ClusterMember("n" + number, Optional.empty(), MemberStatus.ALIVE, 1, Map.of(), false),
                Instant.EPOCH);
    }

    @Test
    void aListenerThatHangsCostsTheNewestEventsAndNoMemory() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        List<String> heard = new CopyOnWriteArrayList<>();
        try (EventQueue queue = new EventQueue(event -> {
            try {
                go.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            heard.add(event.member().nodeId());
        })) {
            // One is being published, the others wait.
            int fit = EventQueue.MOST + 1;
            for (int i = 0; i < fit + 5; i++) {
                queue.add(event(i));
            }
            assertThat(queue.dropped()).isEqualTo(5);
            go.countDown();
            await().atMost(Duration.ofMinutes(1)).until(() -> heard.size() == fit);
            assertThat(heard).startsWith("n0", "n1").endsWith("n" + (fit - 1));
        }
    }

    @Test
    void aListenerThatFailsDoesNotKeepOthersFromHearing() {
        List<String> heard = new CopyOnWriteArrayList<>();
        try (EventQueue queue = new EventQueue(event -> {
            heard.add(event.member().nodeId());
            throw new IllegalStateException("on purpose");
        })) {
            queue.add(event(1));
            queue.add(event(2));
            await().atMost(Duration.ofMinutes(1)).until(() -> heard.size() == 2);
        }
    }
}
