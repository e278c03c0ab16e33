package io.caxton.core.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.caxton.core.agent.AgentName;
import io.caxton.core.delivery.Delivery;
import io.caxton.core.delivery.DeliveryState;
import io.caxton.core.delivery.OutcomeReport;
import io.caxton.core.message.Envelope;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What every local state promises of messages that go to other nodes, and of those that come from them. */
public abstract class ForwardStoreContract extends DeliveryStoreContract {
    private static final String NODE = "@node-2";

    @Test
    void keepsWhereADeliveryCameFromAndHowOftenItWasRedriven() {
        Delivery received =
                delivery("m1", 1).withOrigin("node-2").withOrigin("node-3").inLife(2);
        Delivery redriven = dead(received).redriven(5, true, NOW, after(60));
        for (Delivery each : List.of(received, received.leased(after(1)), dead(received), redriven)) {
            save(each);
            assertThat(durable().deliveries().find("m1", BOB)).contains(each);
            assertThat(durable().deliveries().ofMessage("m1")).containsExactly(each);
        }
        assertThat(redriven.origins()).containsExactly("node-2", "node-3");
        assertThat(redriven.life()).isEqualTo(3);
    }

    @Test
    void aForwardedDeliveryHasNoPlaceInItsLaneAndHasNotEnded() {
        Delivery first = delivery("m1", BOB, NODE, "c", 1).leased(after(9));
        Delivery second = notHead(delivery("m2", BOB, NODE, "c", 2));
        save(first, second, first.forwarded());
        assertThat(durable().deliveries().firstUnfinished(BOB, "c")).contains(second);
        assertThat(durable().deliveries().depth(BOB)).isEqualTo(1);
        assertThat(durable().deliveries().backlog(NODE)).isEqualTo(2);
        assertThat(durable().deliveries().leasedCount(NODE)).isZero();
        assertThat(durable().deliveries().leasesEnded(after(99), 10)).isEmpty();
        assertThat(durable().deliveries().counts()).containsEntry(DeliveryState.FORWARDED, 1L);
        assertThat(durable().deliveries().find("m1", BOB)).contains(first.forwarded());
        save(handled(first.forwarded()));
        assertThat(durable().deliveries().backlog(NODE)).isEqualTo(1);
        assertThat(durable().deliveries().counts()).containsEntry(DeliveryState.FORWARDED, 0L);
    }

    @Test
    void knowsWhatComesNextInALane() {
        Delivery first = delivery("m1", BOB, NODE, "c", 1);
        Delivery second = notHead(delivery("m2", BOB, NODE, "c", 2));
        Delivery third = notHead(delivery("m3", BOB, NODE, "c", 3));
        save(first, third, second, delivery("m4", CAROL, NODE, "c", 4), delivery("m5", BOB, NODE, "d", 5));
        assertThat(durable().deliveries().next(first)).contains(second);
        assertThat(durable().deliveries().next(second)).contains(third);
        assertThat(durable().deliveries().next(third)).isEmpty();
        save(second.leased(after(1)).forwarded());
        assertThat(durable().deliveries().next(first)).contains(third);
        assertThat(durable().deliveries().next(second.leased(after(1)).forwarded()))
                .isEmpty();
    }

    @Test
    void listsWaitingHeadsByPositionWhoeverHoldsThem() {
        save(
                delivery("m3", BOB, NODE, "c3", 3).requeued(after(50), "later"),
                delivery("m1", BOB, NODE, "c1", 1),
                notHead(delivery("m2", BOB, NODE, "c1", 2)),
                delivery("m4", BOB, NODE, "c4", 4).leased(after(1)),
                delivery("m5", BOB, NODE, "c5", 5),
                delivery("m5", CAROL, NODE, "c5", 5),
                delivery("m6", BOB, "", "c6", 6));
        assertThat(heads(NODE, 0, 9)).containsExactly("m1", "m3", "m5", "m5");
        assertThat(heads(NODE, 1, 1)).containsExactly("m3");
        assertThat(heads(NODE, 3, 1)).as("those of one message together").containsExactly("m5", "m5");
        assertThat(heads(NODE, 5, 1)).isEmpty();
        assertThat(ids(durable().deliveries().heads(Optional.empty(), 0, 9))).containsExactly("m6");
        assertThat(heads("@nowhere", 0, 9)).isEmpty();
    }

    private List<String> heads(String holder, long after, int limit) {
        return ids(durable().deliveries().heads(Optional.of(holder), after, limit));
    }

    @Test
    void knowsTheOutboxesThatHoldSomething() {
        assertThat(durable().deliveries().outboxes()).isEmpty();
        Delivery queued = delivery("m1", BOB, "@node-9", "c1", 1);
        Delivery forwarded = delivery("m2", BOB, NODE, "c2", 2).leased(after(1)).forwarded();
        save(queued, forwarded, delivery("m3", 3));
        assertThat(durable().deliveries().outboxes()).containsExactly(NODE, "@node-9");
        save(queued.assignedTo(Optional.of("bob-1")), handled(forwarded));
        assertThat(durable().deliveries().outboxes()).isEmpty();
    }

    @Test
    void findsForwardedDeliveriesByTheirNodeAndByTheirDeadline() {
        save(
                forwarded("m1", NODE, 1, 30),
                forwarded("m2", NODE, 2, 10),
                forwarded("m3", "@node-9", 3, 20),
                expiring(delivery("m4", BOB, NODE, "c4", 4), after(5)));
        assertThat(ids(durable().deliveries().forwardedTo(NODE, 9))).containsExactly("m1", "m2");
        assertThat(ids(durable().deliveries().forwardedTo(NODE, 1))).containsExactly("m1");
        assertThat(ids(durable().deliveries().forwardedUntil(after(20), 9))).containsExactly("m2", "m3");
        assertThat(ids(durable().deliveries().forwardedUntil(after(30), 1))).containsExactly("m2");
        assertThat(durable().deliveries().nextForwardedDeadline()).contains(after(10));
        assertThat(durable().deliveries().nextDeadline())
                .as("of those that wait here")
                .contains(after(5));
    }

    private static Delivery forwarded(String id, String outbox, long position, long seconds) {
        return expiring(delivery(id, BOB, outbox, "c" + id, position), after(seconds))
                .leased(after(1))
                .forwarded();
    }

    @Test
    void givesBackTheJsonOfAMessageAsItWasWritten() {
        appendAll("c", "m1");
        assertThat(durable().messages().json("m1"))
                .hasValueSatisfying(json -> assertThat(json)
                        .isEqualTo(Envelope.of(message("m1", "c")).json()));
        assertThat(durable().messages().json("m2")).isEmpty();
        change(tx -> {
            tx.messages().append(message("m3", "c"), NOW, 10, "");
            assertThat(tx.messages().json("m3")).isPresent();
        });
    }

    @Test
    void keepsReportsUntilTheirNodeHasHeardThem() {
        OutcomeReport first = report("node-2", "m1", BOB, 0);
        OutcomeReport second = report("node-2", "m2", BOB, 0);
        OutcomeReport other = report("node-3", "m1", CAROL, 0);
        change(tx -> List.of(first, second, other).forEach(tx.reports()::save));
        assertThat(durable().reports().of("node-2", 9)).containsExactly(first, second);
        assertThat(durable().reports().of("node-2", 1)).containsExactly(first);
        assertThat(durable().reports().nodes()).containsExactly("node-2", "node-3");
        change(tx -> {
            tx.reports().remove(first);
            tx.reports().remove(report("node-2", "m9", BOB, 0));
        });
        assertThat(durable().reports().of("node-2", 9)).containsExactly(second);
        change(tx -> tx.reports().remove(other));
        assertThat(durable().reports().nodes()).containsExactly("node-2");
    }

    @Test
    void aReportOfALaterLifeReplacesAnEarlierOneAndIsNotRemovedWithIt() {
        OutcomeReport early = report("node-2", "m1", BOB, 0);
        OutcomeReport late = report("node-2", "m1", BOB, 1);
        change(tx -> tx.reports().save(early));
        change(tx -> tx.reports().save(late));
        change(tx -> tx.reports().remove(early));
        assertThat(durable().reports().of("node-2", 9)).containsExactly(late);
        change(tx -> {
            tx.reports().save(early);
            tx.reports().save(late);
            assertThat(tx.reports().of("node-2", 9)).containsExactly(late);
            assertThat(tx.reports().nodes()).containsExactly("node-2");
        });
    }

    @Test
    void forgetsReportsThatNobodyCameFor() {
        change(tx -> {
            tx.reports().save(report("node-2", "m1", BOB, 0));
            tx.reports().save(report("node-2", "m2", BOB, 0));
        });
        assertThat(this.<Integer>write(tx -> tx.reports().prune(NOW, 9))).isZero();
        assertThat(this.<Integer>write(tx -> tx.reports().prune(after(1), 1))).isEqualTo(1);
        assertThat(durable().reports().of("node-2", 9)).hasSize(1);
    }

    private static OutcomeReport report(String node, String messageId, AgentName name, int life) {
        return new OutcomeReport(node, messageId, name, life, DeliveryState.DEAD, Optional.of("why"), NOW);
    }
}
