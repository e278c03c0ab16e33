package io.caxton.core.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.caxton.core.agent.AgentName;
import io.caxton.core.delivery.Delivery;
import io.caxton.core.delivery.DeliveryState;
import io.caxton.core.message.Priority;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What every {@link DeliveryStore} promises. */
public abstract class DeliveryStoreContract extends LocalStateFixture {
    @Test
    void keepsEveryFieldOfADelivery() {
        Delivery queued = withPriority(delivery("m1", 7), Priority.CRITICAL);
        Delivery leased = queued.leased(after(30));
        Delivery returned = leased.requeued(after(5), "nack");
        for (Delivery each : List.of(
                queued,
                leased,
                returned,
                notHead(returned),
                dead(leased),
                dead(leased).putAway())) {
            save(each);
            assertThat(durable().deliveries().find("m1", BOB)).contains(each);
        }
        assertThat(durable().deliveries().find("m1", CAROL)).isEmpty();
        assertThat(durable().deliveries().find("m2", BOB)).isEmpty();
    }

    @Test
    void listsTheDeliveriesOfAMessageByAgentName() {
        save(
                delivery("m1", CAROL, "", "c", 1),
                delivery("m1", ALICE, "alice-1", "c", 1),
                delivery("m1", BOB, "bob-1", "c", 1),
                delivery("m2", BOB, "bob-1", "c", 2));
        assertThat(durable().deliveries().ofMessage("m1"))
                .extracting(Delivery::agentName)
                .containsExactly(ALICE, BOB, CAROL);
    }

    @Test
    void findsTheFirstUnfinishedOfALane() {
        save(
                delivery("m3", BOB, "bob-1", "c", 3),
                delivery("m1", BOB, "bob-1", "c", 1),
                delivery("m2", BOB, "bob-1", "c", 2),
                delivery("m0", CAROL, "carol-1", "c", 0),
                delivery("x", BOB, "bob-1", "other", 0));
        assertThat(first("c")).contains("m1");
        save(delivery("m1", BOB, "bob-1", "c", 1).leased(after(1)));
        assertThat(first("c")).contains("m1");
        save(handled(delivery("m1", BOB, "bob-1", "c", 1)), dead(delivery("m2", BOB, "bob-1", "c", 2)));
        assertThat(first("c")).contains("m3");
        save(handled(delivery("m3", BOB, "bob-1", "c", 3)));
        assertThat(first("c")).isEmpty();
    }

    private Optional<String> first(String conversation) {
        return durable().deliveries().firstUnfinished(BOB, conversation).map(Delivery::messageId);
    }

    @Test
    void handsOutAvailableHeadsByPriorityThenPosition() {
        save(
                delivery("late", 9),
                delivery("early", 1),
                withPriority(delivery("high", 8), Priority.HIGH),
                withPriority(delivery("low", 0), Priority.LOW),
                withPriority(delivery("critical", 5), Priority.CRITICAL),
                delivery("waiting", 2).requeued(after(10), "retry"),
                delivery("leased", 3).leased(after(10)),
                notHead(delivery("second", 4)),
                dead(delivery("dead", 6)),
                delivery("elsewhere", BOB, "bob-2", "c", 7),
                delivery("nobody", BOB, "", "c2", 10));
        assertThat(available(NOW, 100)).containsExactly("critical", "high", "early", "late", "low");
        assertThat(available(NOW, 2)).containsExactly("critical", "high");
        assertThat(available(after(10), 100)).containsExactly("critical", "high", "early", "waiting", "late", "low");
        assertThat(available(NOW.minusNanos(1), 100)).isEmpty();
    }

    @Test
    void handsOutOnePriorityAlone() {
        save(
                delivery("late", 9),
                delivery("early", 1),
                withPriority(delivery("high", 8), Priority.HIGH),
                withPriority(delivery("retried", 2), Priority.HIGH).requeued(after(10), "retry"),
                notHead(withPriority(delivery("second", 4), Priority.HIGH)),
                withPriority(delivery("low", 0), Priority.LOW));
        assertThat(available(Priority.HIGH, NOW)).containsExactly("high");
        assertThat(available(Priority.HIGH, after(10))).containsExactly("retried", "high");
        assertThat(available(Priority.NORMAL, NOW)).containsExactly("early", "late");
        assertThat(available(Priority.LOW, NOW)).containsExactly("low");
        assertThat(available(Priority.CRITICAL, NOW)).isEmpty();
        assertThat(ids(durable().deliveries().available("bob-1", Priority.NORMAL, NOW, 1)))
                .containsExactly("early");
        save(withPriority(delivery("high", 8), Priority.HIGH).leased(after(10)));
        assertThat(available(Priority.HIGH, NOW)).isEmpty();
        assertThat(durable().deliveries().nextAvailableAt("bob-1", Priority.HIGH))
                .contains(after(10));
        assertThat(durable().deliveries().nextAvailableAt("bob-1", Priority.LOW))
                .contains(NOW);
        assertThat(durable().deliveries().nextAvailableAt("bob-1", Priority.CRITICAL))
                .isEmpty();
    }

    private List<String> available(Priority priority, Instant now) {
        return ids(durable().deliveries().available("bob-1", priority, now, 100));
    }

    private List<String> available(Instant now, int limit) {
        return ids(durable().deliveries().available("bob-1", now, limit));
    }

    @Test
    void knowsWhenTheNextHeadIsAvailable() {
        assertThat(durable().deliveries().nextAvailableAt("bob-1")).isEmpty();
        save(
                delivery("m1", 1).requeued(after(20), "retry"),
                delivery("m2", 2).requeued(after(10), "retry"),
                notHead(delivery("m3", 3)),
                delivery("m4", 4).leased(after(1)),
                delivery("m5", BOB, "bob-2", "c", 5));
        assertThat(durable().deliveries().nextAvailableAt("bob-1")).contains(after(10));
        save(delivery("m6", 6));
        assertThat(durable().deliveries().nextAvailableAt("bob-1")).contains(NOW);
    }

    @Test
    void findsEndedLeasesEarliestFirst() {
        save(
                delivery("m1", 1).leased(after(30)),
                delivery("m2", 2).leased(after(10)),
                delivery("m3", 3).leased(after(20)),
                delivery("m4", 4));
        assertThat(ids(durable().deliveries().leasesEnded(after(20), 10))).containsExactly("m2", "m3");
        assertThat(ids(durable().deliveries().leasesEnded(after(99), 1))).containsExactly("m2");
        assertThat(ids(durable().deliveries().leasesEnded(NOW, 10))).isEmpty();
        save(delivery("m2", 2).leased(after(10)).extended(after(40)));
        assertThat(ids(durable().deliveries().leasesEnded(after(20), 10))).containsExactly("m3");
    }

    @Test
    void findsPassedDeadlinesOfQueuedDeliveriesOnly() {
        save(
                expiring(delivery("m1", 1), after(30)),
                notHead(expiring(delivery("m2", 2), after(10))),
                expiring(delivery("m3", BOB, "", "c", 3), after(20)),
                expiring(delivery("m4", 4), after(5)).leased(after(60)),
                handled(expiring(delivery("m5", 5), after(5))));
        assertThat(ids(durable().deliveries().deadlinesPassed(after(20), 10))).containsExactly("m2", "m3");
        assertThat(ids(durable().deliveries().deadlinesPassed(after(99), 2))).containsExactly("m2", "m3");
    }

    @Test
    void knowsTheNextDeadlineOfLeasesAndQueuedDeliveries() {
        assertThat(durable().deliveries().nextDeadline()).isEmpty();
        save(expiring(delivery("m1", 1), after(30)));
        assertThat(durable().deliveries().nextDeadline()).contains(after(30));
        save(expiring(delivery("m2", 2), after(5)).leased(after(20)));
        assertThat(durable().deliveries().nextDeadline()).contains(after(20));
        save(handled(delivery("m2", 2)), handled(delivery("m1", 1)));
        assertThat(durable().deliveries().nextDeadline()).isEmpty();
    }

    @Test
    void listsWhatAnInstanceHasLeased() {
        save(
                delivery("m2", 2).leased(after(1)),
                delivery("m1", 1).leased(after(2)),
                delivery("m3", 3),
                delivery("m4", BOB, "bob-2", "c", 4).leased(after(1)));
        assertThat(ids(durable().deliveries().leasedTo("bob-1", 10))).containsExactlyInAnyOrder("m1", "m2");
        assertThat(durable().deliveries().leasedTo("bob-1", 1)).hasSize(1);
    }

    @Test
    void listsConversationsHeldByAnInstanceOrByNone() {
        save(
                delivery("m1", BOB, "bob-1", "c2", 1),
                notHead(delivery("m2", BOB, "bob-1", "c2", 2)),
                delivery("m3", BOB, "bob-1", "c1", 3).leased(after(1)),
                handled(delivery("m4", BOB, "bob-1", "c3", 4)),
                delivery("m5", BOB, "", "c4", 5),
                delivery("m6", CAROL, "", "c5", 6));
        assertThat(held(Optional.of("bob-1"), 10)).containsExactly("c1", "c2");
        assertThat(held(Optional.of("bob-1"), 1)).containsExactly("c1");
        assertThat(held(Optional.empty(), 10)).containsExactly("c4");
    }

    private List<String> held(Optional<String> agentId, int limit) {
        return durable().deliveries().conversationsHeldBy(BOB, agentId, limit);
    }

    @Test
    void movesTheQueuedDeliveriesOfALane() {
        save(
                delivery("m1", BOB, "bob-1", "c", 1).leased(after(1)),
                notHead(delivery("m2", BOB, "bob-1", "c", 2)),
                notHead(delivery("m4", BOB, "bob-3", "c", 4)),
                handled(delivery("m0", BOB, "bob-1", "c", 0)),
                delivery("m3", BOB, "bob-1", "other", 3));
        assertThat(work().deliveries().assign(BOB, "c", Optional.of("bob-2"))).isEqualTo(2);
        assertThat(durable().deliveries().find("m1", BOB))
                .contains(delivery("m1", BOB, "bob-1", "c", 1).leased(after(1)));
        assertThat(durable().deliveries().find("m2", BOB)).contains(notHead(delivery("m2", BOB, "bob-2", "c", 2)));
        assertThat(durable().deliveries().find("m0", BOB).orElseThrow().agentId())
                .contains("bob-1");
        DeliveryStore found = durable().deliveries();
        assertThat(List.of(
                        found.backlog("bob-1"),
                        found.backlog("bob-2"),
                        found.leasedCount("bob-1"),
                        found.leasedCount("bob-2"),
                        found.depth(BOB)))
                .containsExactly(2, 2, 1, 0, 4);
        assertThat(work().deliveries().assign(BOB, "c", Optional.empty())).isEqualTo(2);
        assertThat(held(Optional.empty(), 10)).containsExactly("c");
        assertThat(work().deliveries().assign(BOB, "unknown", Optional.of("bob-2")))
                .isZero();
    }

    @Test
    void pagesThroughDeadLettersThatAreNotDismissed() {
        save(
                dead(delivery("m3", 3)),
                dead(delivery("m1", 1)),
                dead(delivery("m2", CAROL, "carol-1", "c", 2)),
                dead(delivery("m4", 4)).putAway(),
                handled(delivery("m5", 5)),
                delivery("m6", 6));
        assertThat(deadLetters(Optional.empty(), 0, 10)).containsExactly("m1", "m2", "m3");
        assertThat(deadLetters(Optional.empty(), 1, 1)).containsExactly("m2");
        assertThat(deadLetters(Optional.of(BOB), 0, 10)).containsExactly("m1", "m3");
        assertThat(deadLetters(Optional.of(BOB), 3, 10)).isEmpty();
    }

    private List<String> deadLetters(Optional<AgentName> name, long after, int limit) {
        return ids(durable().deliveries().deadLetters(name, after, limit));
    }

    @Test
    void aRedrivenDeadLetterLivesAgain() {
        save(dead(delivery("m1", 1)));
        assertThat(count(DeliveryState.DEAD)).isEqualTo(1);
        save(dead(delivery("m1", 1)).redriven(9, true, NOW, after(60)));
        assertThat(count(DeliveryState.DEAD)).isZero();
        assertThat(count(DeliveryState.QUEUED)).isEqualTo(1);
        assertThat(available(NOW, 10)).containsExactly("m1");
        assertThat(durable().deliveries().depth(BOB)).isEqualTo(1);
    }

    private long count(DeliveryState wanted) {
        return durable().deliveries().counts().getOrDefault(wanted, 0L);
    }

    @Test
    void countersFollowEveryChange() {
        Random random = new Random(20_261_122);
        List<AgentName> names = List.of(ALICE, BOB, CAROL);
        List<String> instances = List.of("", "i1", "i2", "@n1");
        List<DeliveryState> states = List.of(DeliveryState.values());
        Map<String, Delivery> model = new HashMap<>();
        for (int step = 0; step < 300; step++) {
            List<Delivery> saved = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                AgentName name = names.get(random.nextInt(3));
                Delivery next =
                        delivery("m" + random.nextInt(12), name, instances.get(random.nextInt(4)), "c", 3L * step + i);
                DeliveryState target = states.get(random.nextInt(states.size()));
                next = switch (target) {
                    case QUEUED -> next;
                    case LEASED -> next.leased(after(random.nextInt(50)));
                    case FORWARDED -> next.assignedTo(Optional.of("@n1")).forwarded();
                    default -> next.finished(target, Optional.of("because"));
                };
                saved.add(random.nextInt(4) == 0 && target == DeliveryState.DEAD ? next.putAway() : next);
            }
            save(saved.toArray(Delivery[]::new));
            saved.forEach(d -> model.put(d.messageId() + "/" + d.agentName(), d));
            assertCounters(model.values().stream().toList(), names);
        }
    }

    private void assertCounters(List<Delivery> model, List<AgentName> names) {
        for (AgentName name : names) {
            long depth = model.stream()
                    .filter(d -> d.agentName().equals(name) && d.state().isInLane())
                    .count();
            assertThat(durable().deliveries().depth(name)).isEqualTo((int) depth);
            long outgoing = model.stream()
                    .filter(d -> d.agentName().equals(name) && d.state().isInLane())
                    .filter(d -> d.agentId().equals(Optional.of("@n1")))
                    .count();
            assertThat(durable().deliveries().outgoing(name)).isEqualTo((int) outgoing);
        }
        for (String id : List.of("i1", "i2", "@n1")) {
            List<Delivery> held = model.stream()
                    .filter(d ->
                            d.agentId().equals(Optional.of(id)) && !d.state().isFinal())
                    .toList();
            long leased =
                    held.stream().filter(d -> d.state() == DeliveryState.LEASED).count();
            assertThat(durable().deliveries().backlog(id)).isEqualTo(held.size());
            assertThat(durable().deliveries().leasedCount(id)).isEqualTo((int) leased);
        }
        for (DeliveryState counted :
                List.of(DeliveryState.QUEUED, DeliveryState.LEASED, DeliveryState.FORWARDED, DeliveryState.DEAD)) {
            long expected = model.stream()
                    .filter(d -> d.state() == counted && !d.dismissed())
                    .count();
            assertThat(count(counted)).isEqualTo(expected);
        }
    }
}
