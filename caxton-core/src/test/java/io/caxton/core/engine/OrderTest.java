package io.caxton.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.caxton.core.agent.AgentInstance;
import io.caxton.core.agent.AgentName;
import io.caxton.core.agent.AgentStatus;
import io.caxton.core.delivery.DeliveryPolicy;
import io.caxton.core.delivery.RetryPolicy;
import io.caxton.core.engine.Mailboxes.Leased;
import io.caxton.core.message.Message;
import io.caxton.core.message.Performative;
import io.caxton.core.message.Recipient;
import io.caxton.core.storage.InMemoryLocalState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.JsonNodeFactory;

/** 100 conversations of 200 messages, eight competing consumers that nack and let leases run out. */
class OrderTest {
    private static final int CONVERSATIONS = 100;
    private static final int MESSAGES = 200;
    private static final int CONSUMERS = 8;
    private static final int MAX_ROUNDS = 5_000;

    private final EngineFixture engine = new EngineFixture(
            new InMemoryLocalState(),
            new EngineSettings(
                    new DeliveryPolicy(
                            Duration.ofSeconds(60),
                            Duration.ofHours(1),
                            new RetryPolicy(50, Duration.ofMillis(100), 1.5, Duration.ofSeconds(5), 0.5),
                            Duration.ofDays(7),
                            CONVERSATIONS * MESSAGES,
                            8),
                    EngineSettings.DEFAULT.conversation(),
                    EngineSettings.DEFAULT.retention(),
                    100),
            11,
            EngineListener.NONE);
    private final OrderCheck check = new OrderCheck();
    private int rounds;

    /** Sees every hand-out and every end, and holds them against the order of acceptance. */
    private static final class OrderCheck {
        private final Map<String, Integer> next = new HashMap<>();
        private final Set<String> inHand = new HashSet<>();
        private final List<String> faults = new ArrayList<>();
        private int returned;

        void handedOut(Leased leased) {
            String conversation = leased.delivery().conversationId();
            int number = leased.message().message().content().intValue();
            if (number != next.getOrDefault(conversation, 0)) {
                faults.add(conversation + ": " + number + " handed out before " + next.getOrDefault(conversation, 0));
            }
            if (!inHand.add(conversation)) {
                faults.add(conversation + ": " + number + " handed out while another is leased");
            }
        }

        void ended(Leased leased) {
            next.merge(leased.delivery().conversationId(), 1, Integer::sum);
            inHand.remove(leased.delivery().conversationId());
        }

        void returned(Leased leased) {
            inHand.remove(leased.delivery().conversationId());
            returned++;
        }
    }

    @Test
    void orderHoldsWhenEightConsumersShareOneMailbox() {
        AgentInstance worker = engine.register("worker", 1_000);
        sendAll();
        List<Leased> forgotten = new ArrayList<>();
        while (!isDone()) {
            for (int consumer = 0; consumer < CONSUMERS; consumer++) {
                engine.engine.agents().renew(engine.now, worker.agentId());
                engine.lease(worker, 1 + engine.random.nextInt(10)).forEach(l -> settle(worker, l, forgotten));
            }
            step(forgotten, Duration.ofMillis(engine.random.nextInt(20_000)));
        }
        assertOrder();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void orderHoldsWhenEightInstancesComeAndGo(long seed) {
        engine.random.setSeed(seed);
        List<AgentInstance> workers = new ArrayList<>();
        for (int i = 0; i < CONSUMERS; i++) {
            workers.add(engine.register("worker", 10));
        }
        sendAll();
        List<Leased> forgotten = new ArrayList<>();
        int replaced = 0;
        while (!isDone()) {
            for (AgentInstance worker : workers) {
                engine.engine.agents().renew(engine.now, worker.agentId());
                engine.lease(worker, 1 + engine.random.nextInt(10)).forEach(l -> settle(worker, l, forgotten));
            }
            if (engine.random.nextInt(20) == 0) {
                AgentInstance gone = workers.remove(engine.random.nextInt(workers.size()));
                leave(gone, forgotten);
                workers.add(engine.register("worker", 10));
                replaced++;
            }
            step(forgotten, Duration.ofMillis(engine.random.nextInt(20_000)));
        }
        assertThat(replaced).isGreaterThan(3);
        assertOrder();
    }

    /** Half of them leave at once, half drain first. What they hold comes back. */
    private void leave(AgentInstance gone, List<Leased> forgotten) {
        if (engine.random.nextBoolean()) {
            engine.heartbeat(gone, AgentStatus.DRAINING);
        }
        forgotten.removeIf(l -> {
            boolean held = l.delivery().agentId().filter(gone.agentId()::equals).isPresent();
            if (held) {
                check.returned(l);
            }
            return held;
        });
        engine.run(tx -> engine.engine.agents().deregister(tx, engine.now, gone.agentId()));
    }

    private void sendAll() {
        for (int number = 0; number < MESSAGES; number++) {
            for (int conversation = 0; conversation < CONVERSATIONS; conversation++) {
                var message = Message.builder(
                                conversation + "-" + number,
                                Performative.INFORM,
                                new AgentName("client"),
                                new Recipient.ToAgent(new AgentName("worker")),
                                JsonNodeFactory.instance.numberNode(number))
                        .conversation("c" + conversation);
                engine.accept(message);
            }
        }
    }

    private void settle(AgentInstance worker, Leased leased, List<Leased> forgotten) {
        check.handedOut(leased);
        int chance = engine.random.nextInt(100);
        if (chance < 5) {
            check.returned(leased);
            engine.nack(worker, leased.delivery().messageId(), true);
        } else if (chance < 8) {
            forgotten.add(leased);
        } else if (chance < 9) {
            check.ended(leased);
            engine.nack(worker, leased.delivery().messageId(), false);
        } else {
            check.ended(leased);
            engine.ack(worker, leased.delivery().messageId());
        }
    }

    private void step(List<Leased> forgotten, Duration time) {
        engine.now = engine.now.plus(time);
        forgotten.removeIf(l -> {
            boolean ranOut = !l.delivery().leaseExpiresAt().orElseThrow().isAfter(engine.now);
            if (ranOut) {
                check.returned(l);
            }
            return ranOut;
        });
        engine.pass(Duration.ZERO);
    }

    /** A lane that is stuck must fail the test, not run it for ever. */
    private boolean isDone() {
        assertThat(rounds++).as("rounds").isLessThan(MAX_ROUNDS);
        return engine.state.read(tx -> tx.deliveries().depth(new AgentName("worker"))) == 0;
    }

    private void assertOrder() {
        assertThat(check.faults).isEmpty();
        assertThat(check.next)
                .hasSize(CONVERSATIONS)
                .allSatisfy((c, n) -> assertThat(n).isEqualTo(MESSAGES));
        assertThat(check.returned).as("nacks and leases that ran out").isGreaterThan(100);
    }
}
