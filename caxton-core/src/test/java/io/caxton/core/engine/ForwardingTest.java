package io.caxton.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.caxton.core.agent.AgentInstance;
import io.caxton.core.agent.AgentName;
import io.caxton.core.agent.AgentStatus;
import io.caxton.core.agent.Capability;
import io.caxton.core.conversation.ConversationPolicy;
import io.caxton.core.delivery.Delivery;
import io.caxton.core.delivery.DeliveryPolicy;
import io.caxton.core.delivery.DeliveryState;
import io.caxton.core.delivery.Outbox;
import io.caxton.core.delivery.OutcomeReport;
import io.caxton.core.delivery.Receipt;
import io.caxton.core.delivery.ReceiptStatus;
import io.caxton.core.engine.AcceptResult.Accepted;
import io.caxton.core.engine.AcceptResult.MailboxFull;
import io.caxton.core.engine.AcceptResult.NoReceiver;
import io.caxton.core.forward.Answer;
import io.caxton.core.forward.Arrival;
import io.caxton.core.forward.Forward;
import io.caxton.core.message.Guarantee;
import io.caxton.core.message.Message;
import io.caxton.core.message.MessageBuilder;
import io.caxton.core.message.Performative;
import io.caxton.core.message.Priority;
import io.caxton.core.message.Recipient;
import io.caxton.core.message.Routing;
import io.caxton.core.storage.InMemoryLocalState;
import io.caxton.core.storage.StoredMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.JsonNodeFactory;

class ForwardingTest {
    private static final Duration LEASE = Duration.ofSeconds(30);
    private static final long MUCH = 1 << 20;

    private final List<String> waiting = new ArrayList<>();
    private final List<StoredMessage> heardAtA = new ArrayList<>();
    private final EngineFixture a = node("a", EngineFixture.SETTINGS);
    private final EngineFixture b = node("b", EngineFixture.SETTINGS);

    private EngineFixture node(String id, EngineSettings settings) {
        EngineListener listener = new EngineListener() {
            @Override
            public void accepted(StoredMessage message) {
                if (id.equals("a")) {
                    heardAtA.add(message);
                }
            }

            @Override
            public void waitsFor(String nodeId, Priority priority) {
                waiting.add(nodeId + " " + priority);
            }
        };
        return new EngineFixture(id, new InMemoryLocalState(), settings, id.hashCode(), listener);
    }

    private void look() {
        a.cluster.say("b", b.registry.all(), true);
        b.cluster.say("a", a.registry.all(), true);
    }

    /** All classes, the most urgent first. */
    private static List<Lease> handOut(EngineFixture from, String to) {
        List<Lease> all = new ArrayList<>();
        Stream.of(Priority.values())
                .sorted(Comparator.reverseOrder())
                .forEach(priority -> all.addAll(handOut(from, to, priority)));
        return all;
    }

    private static List<Lease> handOut(EngineFixture from, String to, Priority priority) {
        return from.run(tx -> from.engine.forwarding().handOut(tx, from.now, to, priority, 100, MUCH, LEASE));
    }

    private static List<Answer> arrive(EngineFixture to, String from, List<Lease> leases) {
        List<Forward> forwards = leases.stream().map(Lease::forward).toList();
        return to.run(tx -> to.engine.forwarding().receive(tx, to.now, from, Arrival.all(forwards)));
    }

    private static void settle(EngineFixture from, String to, List<Lease> leases, List<Answer> answers) {
        from.run(tx -> {
            from.engine.forwarding().settled(tx, from.now, to, leases, answers);
            return true;
        });
    }

    private static void unanswered(EngineFixture from, String to, List<Lease> leases, boolean mayHaveArrived) {
        from.run(tx -> {
            from.engine.forwarding().unanswered(tx, from.now, to, leases, Duration.ZERO, mayHaveArrived);
            return true;
        });
    }

    /** Everything that waits at one node for the other goes there. */
    private static List<Answer> carry(EngineFixture from, String fromId, EngineFixture to, String toId) {
        List<Lease> leases = handOut(from, toId);
        List<Answer> answers = arrive(to, fromId, leases);
        settle(from, toId, leases, answers);
        return answers;
    }

    private static int tell(EngineFixture from, String fromId, EngineFixture to, String toId) {
        List<OutcomeReport> reports =
                from.state.read(tx -> from.engine.forwarding().reports(tx, toId, 100));
        var outcomes = from.state.read(tx -> reports.stream()
                .map(r -> from.engine.forwarding().outcome(tx, r))
                .toList());
        to.run(tx -> {
            to.engine.forwarding().outcomes(tx, to.now, fromId, outcomes);
            return true;
        });
        from.run(tx -> {
            from.engine.forwarding().reported(tx, reports);
            return true;
        });
        return reports.size();
    }

    private MessageBuilder toBen(String id, String conversation) {
        return Message.builder(
                        id,
                        Performative.REQUEST,
                        new AgentName("ann"),
                        new Recipient.ToAgent(new AgentName("ben")),
                        JsonNodeFactory.instance.stringNode("hello"))
                .conversation(conversation);
    }

    private static Delivery only(EngineFixture node, String messageId) {
        List<Delivery> all = node.deliveries(messageId);
        assertThat(all).hasSize(1);
        return all.get(0);
    }

    @Test
    void whatBecameTheNextOneWhileItsNodeCouldNotBeReachedIsToldOfOnceItCan() {
        b.register("ben");
        look();
        a.accept(toBen("m1", "c").priority(Priority.HIGH));
        List<Lease> leases = handOut(a, "b");
        a.accept(toBen("m2", "c"));
        a.cluster.say("b", b.registry.all(), false);
        waiting.clear();
        settle(a, "b", leases, arrive(b, "a", leases));
        look();
        a.engine.forwarding().routesChanged();
        a.run(tx -> a.engine.forwarding().reroute(tx, 100));
        assertThat(waiting).contains("b NORMAL");
    }

    @Test
    void aMessageIsHandledAtAnotherNodeAndItsOutcomeComesBack() {
        AgentInstance ben = b.register("ben");
        look();
        a.accept(toBen("m1", "c"));
        assertThat(only(a, "m1").agentId()).contains("@b");
        assertThat(carry(a, "a", b, "b")).containsExactly(new Answer.Taken());
        assertThat(a.status("m1")).isEqualTo(ReceiptStatus.FORWARDED);
        assertThat(b.leaseOne(ben).message().message().hops()).isEqualTo(1);
        b.ack(ben, "m1");
        assertThat(tell(b, "b", a, "a")).isEqualTo(1);
        assertThat(a.status("m1")).isEqualTo(ReceiptStatus.HANDLED);
        List<Receipt> history = a.state.read(tx -> tx.messages().receipts("m1"));
        assertThat(history)
                .extracting(Receipt::status)
                .containsExactly(
                        ReceiptStatus.QUEUED,
                        ReceiptStatus.FORWARDED,
                        ReceiptStatus.QUEUED,
                        ReceiptStatus.DELIVERED,
                        ReceiptStatus.HANDLED);
        assertThat(history).extracting(Receipt::nodeId).containsExactly("a", "b", "b", "b", "b");
        assertThat(history.get(4).agentId()).contains(ben.agentId());
        assertThat(tell(b, "b", a, "a")).as("told once").isZero();
    }

    @Test
    void whatArrivesTwiceIsTakenOnceAlsoAfterItWasHandled() {
        AgentInstance ben = b.register("ben");
        look();
        a.accept(toBen("m1", "c"));
        List<Lease> leases = handOut(a, "b");
        assertThat(arrive(b, "a", leases)).containsExactly(new Answer.Taken());
        assertThat(arrive(b, "a", leases)).containsExactly(new Answer.Taken());
        assertThat(b.lease(ben, 9)).hasSize(1);
        b.ack(ben, "m1");
        assertThat(arrive(b, "a", leases)).containsExactly(new Answer.Taken());
        assertThat(b.lease(ben, 9)).isEmpty();
    }

    @Test
    void anAnswerThatIsLostCostsNothingAndTheMessageIsSentAgain() {
        AgentInstance ben = b.register("ben");
        look();
        a.accept(toBen("m1", "c"));
        List<Lease> first = handOut(a, "b");
        arrive(b, "a", first);
        unanswered(a, "b", first, true);
        assertThat(only(a, "m1").attempt()).isZero();
        settle(a, "b", first, List.of(new Answer.Refused("late")));
        assertThat(a.status("m1")).as("what is not leased so any more").isEqualTo(ReceiptStatus.QUEUED);
        carry(a, "a", b, "b");
        b.leaseOne(ben);
        b.ack(ben, "m1");
        tell(b, "b", a, "a");
        assertThat(a.status("m1")).isEqualTo(ReceiptStatus.HANDLED);
        assertThat(a.history("m1"))
                .filteredOn(s -> s == ReceiptStatus.FORWARDED)
                .hasSize(1);
    }

    @Test
    void anOutcomeThatOvertakesItsAnswerCountsToo() {
        AgentInstance ben = b.register("ben");
        look();
        a.accept(toBen("m1", "c"));
        List<Lease> leases = handOut(a, "b");
        List<Answer> answers = arrive(b, "a", leases);
        b.leaseOne(ben);
        b.ack(ben, "m1");
        tell(b, "b", a, "a");
        assertThat(a.status("m1")).isEqualTo(ReceiptStatus.HANDLED);
        settle(a, "b", leases, answers);
        assertThat(a.status("m1")).isEqualTo(ReceiptStatus.HANDLED);
    }

    @Test
    void aCrashReturnsWhatWasInFlight() {
        b.register("ben");
        look();
        a.accept(toBen("m1", "c"));
        handOut(a, "b");
        a.restart();
        assertThat(handOut(a, "b")).hasSize(1);
        a.pass(LEASE);
        assertThat(handOut(a, "b")).as("its time ran out").hasSize(1);
    }

    @Test
    void aLaneGoesOutInItsOrderAndIsNeverInTwoBatches() {
        b.register("ben");
        look();
        a.accept(toBen("m1", "c").priority(Priority.LOW));
        a.accept(toBen("m2", "c").priority(Priority.CRITICAL));
        a.accept(toBen("m3", "d").priority(Priority.HIGH));
        List<Lease> leases = handOut(a, "b");
        assertThat(leases).extracting(l -> l.forward().messageId()).containsExactly("m3", "m1", "m2");
        a.accept(toBen("m4", "c"));
        assertThat(handOut(a, "b")).isEmpty();
        settle(a, "b", leases, arrive(b, "a", leases));
        assertThat(handOut(a, "b")).extracting(l -> l.forward().messageId()).containsExactly("m4");
    }

    @Test
    void aClassHasItsOwnBatchesAndTheHeadOfALaneSaysWhichOne() {
        b.register("ben");
        look();
        a.accept(toBen("m1", "c").priority(Priority.LOW));
        a.accept(toBen("m2", "c").priority(Priority.CRITICAL));
        a.accept(toBen("m3", "d").priority(Priority.CRITICAL));
        a.accept(toBen("m4", "d").priority(Priority.LOW));
        assertThat(handOut(a, "b", Priority.HIGH)).isEmpty();
        List<Lease> low = handOut(a, "b", Priority.LOW);
        assertThat(ids(low)).containsExactly("m1", "m2");
        List<Lease> critical = handOut(a, "b", Priority.CRITICAL);
        assertThat(ids(critical)).containsExactly("m3", "m4");
        settle(a, "b", critical, arrive(b, "a", critical));
        unanswered(a, "b", low, true);
        assertThat(handOut(a, "b", Priority.CRITICAL))
                .as("what is urgent does not overtake its conversation")
                .isEmpty();
        assertThat(ids(handOut(a, "b", Priority.LOW))).containsExactly("m1", "m2");
    }

    @Test
    void whoSendsToANodeHearsWhichClassWaits() {
        b.register("ben");
        look();
        waiting.clear();
        a.accept(toBen("m1", "c").priority(Priority.LOW));
        a.accept(toBen("m2", "c").priority(Priority.HIGH));
        assertThat(waiting).containsExactly("b LOW");
        List<Lease> first = a.run(tx -> a.engine.forwarding().handOut(tx, a.now, "b", Priority.LOW, 1, MUCH, LEASE));
        settle(a, "b", first, arrive(b, "a", first));
        assertThat(waiting).containsExactly("b LOW", "b HIGH");
    }

    private static List<String> ids(List<Lease> leases) {
        return leases.stream().map(lease -> lease.forward().messageId()).toList();
    }

    @Test
    void aBatchHoldsNoMoreThanItMayButOneMessageAtLeast() {
        b.register("ben");
        look();
        a.accept(toBen("m1", "c"));
        a.accept(toBen("m2", "c"));
        a.accept(toBen("m3", "d"));
        assertThat(a.<List<Lease>>run(
                        tx -> a.engine.forwarding().handOut(tx, a.now, "b", Priority.NORMAL, 9, 1, LEASE)))
                .hasSize(1);
        assertThat(a.<List<Lease>>run(
                        tx -> a.engine.forwarding().handOut(tx, a.now, "b", Priority.NORMAL, 1, MUCH, LEASE)))
                .extracting(l -> l.forward().messageId())
                .containsExactly("m3");
    }

    @Test
    void afterAFullMailboxTheRestOfTheLaneWaitsToo() {
        DeliveryPolicy small =
                new DeliveryPolicy(LEASE, Duration.ofHours(1), EngineFixture.EXACT_RETRY, Duration.ofDays(1), 1, 8);
        EngineFixture tight = node("b", EngineFixture.with(small));
        AgentInstance ben = tight.register("ben");
        a.cluster.say("b", tight.registry.all(), true);
        List.of("m1", "m2", "m3").forEach(id -> a.accept(toBen(id, "c")));
        List<Answer> answers = carry(a, "a", tight, "b");
        assertThat(answers)
                .containsExactly(
                        new Answer.Taken(),
                        new Answer.Full(Reception.RETRY_WHEN_FULL),
                        new Answer.Full(Reception.RETRY_WHEN_FULL));
        assertThat(handOut(a, "b")).isEmpty();
        assertThat(only(a, "m2").head()).isTrue();
        assertThat(only(a, "m2").attempt()).isZero();
        tight.leaseOne(ben);
        tight.ack(ben, "m1");
        a.pass(Reception.RETRY_WHEN_FULL);
        assertThat(carry(a, "a", tight, "b").get(0)).isEqualTo(new Answer.Taken());
    }

    @Test
    void whoIsNotThereIsLookedForElsewhereOrWaitedFor() {
        b.register("ben");
        look();
        a.accept(toBen("m1", "c"));
        AgentInstance gone = b.registry.all().get(0);
        b.run(tx -> b.engine.agents().deregister(tx, b.now, gone.agentId()));
        assertThat(carry(a, "a", b, "b")).containsExactly(new Answer.NotHere());
        assertThat(only(a, "m1").agentId()).as("the registry may be behind").contains("@b");
        assertThat(handOut(a, "b")).isEmpty();
        a.pass(Outboxes.RETRY_WHEN_NOT_THERE);
        look();
        assertThat(carry(a, "a", b, "b")).containsExactly(new Answer.NotHere());
        assertThat(only(a, "m1").agentId()).as("nobody is known").isEmpty();
        AgentInstance ben = a.register("ben");
        assertThat(a.lease(ben, 1)).isEmpty();
        a.pass(Outboxes.REROUTE_DELAY);
        assertThat(a.leaseOne(ben).delivery().messageId()).isEqualTo("m1");
    }

    @Test
    void aRefusalEndsTheMessageAndItsSenderIsTold() {
        b.register("ben");
        AgentInstance ann = a.register("ann");
        look();
        a.accept(toBen("m1", "c"));
        b.accept(b.message("zoe", "ben").conversation("c"));
        b.run(tx -> b.engine.conversations().halt(tx, b.now, "c", "enough"));
        carry(a, "a", b, "b");
        assertThat(a.status("m1")).isEqualTo(ReceiptStatus.REFUSED);
        assertThat(a.leaseOne(ann).message().message().content().path("reason").stringValue())
                .contains("enough");
    }

    @Test
    void whatIsRefusedByItsReceiverElsewhereIsToldTheSenderOnce() {
        AgentInstance ben = b.register("ben");
        AgentInstance ann = a.register("ann");
        look();
        a.accept(toBen("m1", "c"));
        carry(a, "a", b, "b");
        b.leaseOne(ben);
        b.nack(ben, "m1", false);
        assertThat(b.state.<Collection<StoredMessage>>read(tx -> tx.messages().inConversation("c", 0, 9)))
                .as("the node of the sender tells it")
                .hasSize(1);
        tell(b, "b", a, "a");
        assertThat(a.lease(ann, 9)).hasSize(1);
    }

    @Test
    void tooManyHopsAreRefused() {
        b.register("ben");
        look();
        a.accept(toBen("m1", "c").hops(8));
        assertThat(carry(a, "a", b, "b").get(0)).isInstanceOf(Answer.Refused.class);
        assertThat(a.status("m1")).isEqualTo(ReceiptStatus.REFUSED);
    }

    @Test
    void anotherMessageOfTheSameIdIsRefused() {
        b.register("ben");
        look();
        b.accept(toBen("m1", "c"));
        a.accept(toBen("m1", "c").priority(Priority.HIGH));
        assertThat(carry(a, "a", b, "b").get(0)).isInstanceOf(Answer.Refused.class);
    }

    @Test
    void theReplyToAnOutsideClientFindsItsWayBackAndIsHeardThere() {
        AgentInstance ben = b.register("ben");
        look();
        a.accept(toBen("m1", "c"));
        carry(a, "a", b, "b");
        b.leaseOne(ben);
        b.ack(ben, "m1");
        heardAtA.clear();
        String reply = b.accept(b.message("ben", "ann").conversation("c").inReplyTo("m1"));
        assertThat(only(b, reply).agentId()).contains("@a");
        assertThat(carry(b, "b", a, "a")).containsExactly(new Answer.Taken());
        assertThat(heardAtA).extracting(m -> m.message().id()).containsExactly(reply);
        tell(a, "a", b, "b");
        assertThat(b.status(reply)).isEqualTo(ReceiptStatus.HANDLED);
        assertThat(a.status(reply)).isEqualTo(ReceiptStatus.HANDLED);
    }

    @Test
    void aClientThatSpeaksHereItselfIsAnsweredHere() {
        b.register("ben");
        look();
        a.accept(toBen("m1", "c"));
        carry(a, "a", b, "b");
        b.accept(toBen("m2", "c"));
        Accepted kept = (Accepted) b.send(b.message("ben", "ann").conversation("c"));
        assertThat(kept.deliveries()).isEmpty();
    }

    @Test
    void whatIsDeliveredAtMostOnceIsSentOnce() {
        b.register("ben");
        look();
        a.accept(toBen("m1", "c").guarantee(Guarantee.AT_MOST_ONCE));
        List<Lease> leases = handOut(a, "b");
        unanswered(a, "b", leases, false);
        assertThat(a.status("m1")).as("it was never sent").isEqualTo(ReceiptStatus.QUEUED);
        leases = handOut(a, "b");
        unanswered(a, "b", leases, true);
        assertThat(a.status("m1")).isEqualTo(ReceiptStatus.DEAD);
    }

    @Test
    void aNodeThatIsGoneLosesWhatItHadToOthers() {
        b.register("ben");
        look();
        a.accept(toBen("m1", "c"));
        a.accept(toBen("m2", "d").guarantee(Guarantee.AT_MOST_ONCE));
        a.accept(toBen("m3", "e").replyBy(a.now.plusSeconds(5)));
        carry(a, "a", b, "b");
        a.now = a.now.plusSeconds(5);
        a.cluster.say("b", List.of(), false);
        while (a.<Boolean>run(tx -> a.engine.forwarding().peerForgotten(tx, a.now, "b", 1))) {
            // Until nothing is there.
        }
        assertThat(a.status("m1")).isEqualTo(ReceiptStatus.QUEUED);
        assertThat(a.status("m2")).isEqualTo(ReceiptStatus.DEAD);
        assertThat(a.status("m3")).isEqualTo(ReceiptStatus.EXPIRED);
        AgentInstance ben = a.register("ben");
        assertThat(a.leaseOne(ben).delivery().messageId()).isEqualTo("m1");
    }

    @Test
    void whatNoOutcomeIsHeardOfExpires() {
        b.register("ben");
        look();
        a.accept(toBen("m1", "c").replyBy(a.now.plusSeconds(5)));
        carry(a, "a", b, "b");
        a.pass(Duration.ofHours(1));
        assertThat(a.status("m1")).isEqualTo(ReceiptStatus.FORWARDED);
        a.pass(Duration.ofMinutes(11));
        assertThat(a.status("m1")).isEqualTo(ReceiptStatus.EXPIRED);
        assertThat(only(a, "m1").reason()).contains("no outcome was heard from node b");
    }

    @Test
    void aDeadlineIsKeptByANodeWhoseClockIsWrong() {
        AgentInstance ben = b.register("ben");
        look();
        b.now = b.now.plus(Duration.ofHours(1));
        a.accept(toBen("m1", "c").replyBy(a.now.plusSeconds(60)));
        carry(a, "a", b, "b");
        assertThat(only(b, "m1").expiresAt()).isEqualTo(b.now.plusSeconds(60));
        assertThat(b.leaseOne(ben).delivery().messageId()).isEqualTo("m1");
    }

    @Test
    void aNodeThatCannotBeReachedLosesWhatWaitsForIt() {
        b.register("ben");
        look();
        a.accept(toBen("m1", "c"));
        a.accept(toBen("m2", "d"));
        AgentInstance ben = a.register("ben");
        a.cluster.say("b", b.registry.all(), false);
        a.engine.forwarding().routesChanged();
        assertThat(a.<Boolean>run(tx -> a.engine.forwarding().reroute(tx, 1))).isTrue();
        while (a.<Boolean>run(tx -> a.engine.forwarding().reroute(tx, 1))) {
            // Until all was looked at.
        }
        assertThat(a.lease(ben, 9)).hasSize(2);
        assertThat(a.<Boolean>run(tx -> a.engine.forwarding().reroute(tx, 1))).isFalse();
    }

    @Test
    void whatWaitsForNobodyGoesToTheNodeWhereSomebodyComes() {
        AgentInstance ben = a.register("ben");
        a.heartbeat(ben, AgentStatus.DRAINING);
        a.accept(toBen("m1", "c"));
        assertThat(only(a, "m1").agentId()).isEmpty();
        b.register("ben");
        look();
        a.engine.forwarding().routesChanged();
        a.run(tx -> a.engine.forwarding().reroute(tx, 100));
        assertThat(carry(a, "a", b, "b")).containsExactly(new Answer.Taken());
    }

    @Test
    void aMessageThatComesBackIsTakenWhereItsReceiverIsNow() {
        AgentInstance there = b.register("ben");
        look();
        a.accept(toBen("m1", "c"));
        carry(a, "a", b, "b");
        b.run(tx -> b.engine.agents().deregister(tx, b.now, there.agentId()));
        AgentInstance here = a.register("ben");
        a.run(tx -> a.engine.conversations().close(tx, a.now, "c", "done"));
        look();
        b.engine.forwarding().routesChanged();
        b.run(tx -> b.engine.forwarding().reroute(tx, 100));
        assertThat(carry(b, "b", a, "a")).containsExactly(new Answer.Taken());
        assertThat(a.leaseOne(here).delivery().messageId()).isEqualTo("m1");
        a.ack(here, "m1");
        assertThat(a.status("m1")).isEqualTo(ReceiptStatus.HANDLED);
        tell(a, "a", b, "b");
        assertThat(b.status("m1")).isEqualTo(ReceiptStatus.HANDLED);
        tell(b, "b", a, "a");
        assertThat(a.history("m1").stream().filter(s -> s == ReceiptStatus.HANDLED))
                .hasSize(1);
    }

    @Test
    void outcomesTravelBackOverTheNodesThatAMessageCameBy() {
        EngineFixture c = node("c", EngineFixture.SETTINGS);
        AgentInstance first = b.register("ben");
        look();
        a.accept(toBen("m1", "c"));
        carry(a, "a", b, "b");
        b.run(tx -> b.engine.agents().deregister(tx, b.now, first.agentId()));
        AgentInstance second = c.register("ben");
        b.cluster.say("c", c.registry.all(), true);
        b.engine.forwarding().routesChanged();
        b.run(tx -> b.engine.forwarding().reroute(tx, 100));
        carry(b, "b", c, "c");
        assertThat(c.leaseOne(second).message().message().hops()).isEqualTo(2);
        c.ack(second, "m1");
        assertThat(tell(b, "b", a, "a")).isZero();
        tell(c, "c", b, "b");
        assertThat(tell(b, "b", a, "a")).isEqualTo(1);
        assertThat(a.status("m1")).isEqualTo(ReceiptStatus.HANDLED);
        assertThat(a.state.<List<Receipt>>read(tx -> tx.messages().receipts("m1")))
                .extracting(Receipt::nodeId)
                .endsWith("c");
    }

    @Test
    void aDeadLetterIsRedrivenFromWhereItCameFromAndFromWhereItDied() {
        AgentInstance ben = b.register("ben");
        look();
        a.accept(toBen("m1", "c"));
        carry(a, "a", b, "b");
        die(ben);
        tell(b, "b", a, "a");
        assertThat(a.status("m1")).isEqualTo(ReceiptStatus.DEAD);
        a.run(tx -> a.engine.deadLetters().redrive(tx, a.now, "m1", name -> true));
        carry(a, "a", b, "b");
        die(ben);
        tell(b, "b", a, "a");
        assertThat(a.status("m1")).isEqualTo(ReceiptStatus.DEAD);
        b.run(tx -> b.engine.deadLetters().redrive(tx, b.now, "m1", name -> true));
        b.leaseOne(ben);
        b.ack(ben, "m1");
        tell(b, "b", a, "a");
        assertThat(a.status("m1")).isEqualTo(ReceiptStatus.HANDLED);
        assertThat(a.state.<Long>read(tx -> tx.deliveries().counts().getOrDefault(DeliveryState.DEAD, 0L)))
                .isZero();
    }

    private void die(AgentInstance ben) {
        for (int i = 0; i < EngineFixture.EXACT_RETRY.maxAttempts(); i++) {
            b.pass(Duration.ofSeconds(20));
            b.engine.agents().renew(b.now, ben.agentId());
            b.leaseOne(ben);
            b.nack(ben, "m1", true);
        }
        assertThat(b.status("m1")).isEqualTo(ReceiptStatus.DEAD);
    }

    @Test
    void anOutboxHasTheBoundOfAMailbox() {
        DeliveryPolicy small =
                new DeliveryPolicy(LEASE, Duration.ofHours(1), EngineFixture.EXACT_RETRY, Duration.ofDays(1), 1, 8);
        EngineFixture tight = node("a", EngineFixture.with(small));
        b.register("ben");
        tight.cluster.say("b", b.registry.all(), true);
        tight.accept(toBen("m1", "c"));
        assertThat(tight.send(toBen("m2", "c"))).isInstanceOf(MailboxFull.class);
    }

    @Test
    void whatWaitsToLeaveANodeDoesNotKeepOthersFromComing() {
        DeliveryPolicy small =
                new DeliveryPolicy(LEASE, Duration.ofHours(1), EngineFixture.EXACT_RETRY, Duration.ofDays(1), 1, 8);
        EngineFixture tight = node("b", EngineFixture.with(small));
        EngineFixture c = node("c", EngineFixture.SETTINGS);
        c.register("ben");
        tight.cluster.say("c", c.registry.all(), true);
        tight.accept(toBen("m1", "d"));
        tight.register("ben");
        a.cluster.say("b", tight.registry.all(), true);
        a.accept(toBen("m2", "c"));
        a.accept(toBen("m3", "e"));
        assertThat(carry(a, "a", tight, "b"))
                .as("one waits to leave, one may come, no more")
                .containsExactly(new Answer.Taken(), new Answer.Full(Reception.RETRY_WHEN_FULL));
    }

    @Test
    void aSpentBudgetIsKeptWhereTheMessageArrives() {
        EngineSettings frugal = new EngineSettings(
                EngineFixture.SETTINGS.delivery(),
                new ConversationPolicy(1, 10, Duration.ofDays(1)),
                RetentionPolicy.DEFAULT,
                10);
        EngineFixture strict = node("b", frugal);
        strict.register("ben");
        a.cluster.say("b", strict.registry.all(), true);
        a.accept(toBen("m1", "c"));
        a.accept(toBen("m2", "c"));
        assertThat(carry(a, "a", strict, "b"))
                .satisfiesExactly(
                        first -> assertThat(first).isInstanceOf(Answer.Taken.class),
                        second -> assertThat(second).isInstanceOf(Answer.Refused.class));
    }

    @Test
    void suggestionsAndDestinationsKnowTheOtherNodes() {
        b.register("benjamin");
        look();
        NoReceiver no = (NoReceiver) a.send(a.message("ann", "benjamim"));
        assertThat(no.suggestions()).containsExactly("benjamin");
        a.accept(a.message("ann", "benjamin"));
        assertThat(a.state.<List<String>>read(tx -> tx.deliveries().outboxes())).containsExactly("@b");
    }

    @Test
    void reportsThatNobodyFetchesAreForgottenWithTheirMessages() {
        AgentInstance ben = b.register("ben");
        look();
        a.accept(toBen("m1", "c"));
        carry(a, "a", b, "b");
        b.leaseOne(ben);
        b.ack(ben, "m1");
        assertThat(b.state.<List<String>>read(tx -> tx.reports().nodes())).containsExactly("a");
        b.pass(RetentionPolicy.DEFAULT.finishedMessages().plusMinutes(2));
        assertThat(b.state.<List<String>>read(tx -> tx.reports().nodes())).isEmpty();
    }

    @Test
    void aMessageThatIsHereForAnotherNameComesToTheEndOfTheLane() {
        b.register("cleo");
        AgentInstance ben = b.register("ben");
        look();
        b.accept(b.message("zoe", "ben").conversation("c"));
        Lease toBen = handOutTo("ben", "m1");
        Forward toCleo = new Forward(
                "m1",
                new AgentName("cleo"),
                Optional.empty(),
                0,
                toBen.forward().remaining(),
                toBen.forward().json());
        arrive(b, "a", List.of(new Lease(toCleo, toBen.until())));
        String between = b.accept(b.message("zoe", "ben").conversation("c"));
        arrive(b, "a", List.of(toBen));
        b.ack(ben, b.leaseOne(ben).delivery().messageId());
        assertThat(b.leaseOne(ben).delivery().messageId()).isEqualTo(between);
        b.ack(ben, between);
        assertThat(b.leaseOne(ben).delivery().messageId()).isEqualTo("m1");
    }

    private Lease handOutTo(String name, String messageId) {
        a.accept(toBen(messageId, "c"));
        return handOut(a, "b").stream()
                .filter(l -> l.forward().agentName().value().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void onlyOneDeliveryIsForwardedForEachNameAndItsMessageIsKeptOnce() {
        b.register("ben", "work");
        b.register("cleo", "work");
        look();
        a.accept(a.message("ann", new Recipient.ToCapability(Capability.parse("capability", "work")))
                .conversation("c")
                .routing(new Routing(Routing.Strategy.BROADCAST, Routing.Balance.ROUND_ROBIN, List.of(), false)));
        assertThat(carry(a, "a", b, "b")).containsExactly(new Answer.Taken(), new Answer.Taken());
        assertThat(b.state.<Optional<Integer>>read(
                        tx -> tx.conversations().find("c").map(c -> c.messageCount())))
                .contains(1);
    }

    /** At a: ann, whom it did not know, has written to ben by way of b, and ben has answered. */
    private String answerToOneWhoWasTakenForAClient() {
        a.register("ben");
        look();
        b.accept(toBen("m1", "c1"));
        assertThat(arrive(a, "b", handOut(b, "a"))).containsExactly(new Answer.Taken());
        String answer = a.accept(a.message("ben", "ann").conversation("c1"));
        assertThat(a.deliveries(answer).get(0).agentId()).contains(Outbox.of("b"));
        return answer;
    }

    @Test
    void whoWasTakenForAClientAndIsAnAgentGetsItsMessagesWhereItIsRegistered() {
        String answer = answerToOneWhoWasTakenForAClient();
        EngineFixture c = node("c", EngineFixture.SETTINGS);
        c.register("ann");
        a.cluster.say("c", c.registry.all(), true);
        a.engine.forwarding().routesChanged();
        a.run(tx -> a.engine.forwarding().reroute(tx, 100));
        assertThat(a.deliveries(answer).get(0).agentId()).contains(Outbox.of("c"));
    }

    @Test
    void nodesThatHaveMessagesAndOfWhichNothingIsKnownCanBeAskedFor() {
        answerToOneWhoWasTakenForAClient();
        assertThat(a.state.<List<String>>read(tx -> a.engine.forwarding().strangers(tx, node -> false)))
                .containsExactly("b");
        assertThat(a.state.<List<String>>read(tx -> a.engine.forwarding().strangers(tx, "b"::equals)))
                .isEmpty();
        settle(a, "b", handOut(a, "b"), List.of(new Answer.Taken()));
        assertThat(a.state.<List<String>>read(tx -> a.engine.forwarding().strangers(tx, node -> false)))
                .as("what was forwarded counts too")
                .containsExactly("b");
    }
}
