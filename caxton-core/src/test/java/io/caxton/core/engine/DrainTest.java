package io.caxton.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.caxton.core.agent.AgentInstance;
import io.caxton.core.agent.AgentName;
import io.caxton.core.conversation.Conversation;
import io.caxton.core.delivery.Delivery;
import io.caxton.core.delivery.OutcomeReport;
import io.caxton.core.engine.Mailboxes.Leased;
import io.caxton.core.forward.Answer;
import io.caxton.core.forward.Arrival;
import io.caxton.core.message.Guarantee;
import io.caxton.core.message.Message;
import io.caxton.core.message.MessageBuilder;
import io.caxton.core.message.Performative;
import io.caxton.core.message.Priority;
import io.caxton.core.message.Recipient;
import io.caxton.core.storage.InMemoryLocalState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.JsonNodeFactory;

/** Node a drains; b and c are there. */
class DrainTest {
    private static final Duration LEASE = Duration.ofSeconds(30);
    private static final AgentName BEN = new AgentName("ben");

    private final List<String> announced = new ArrayList<>();
    private final EngineFixture a = node("a");
    private final EngineFixture b = node("b");
    private final EngineFixture c = node("c");
    private final Map<String, EngineFixture> nodes = Map.of("a", a, "b", b, "c", c);

    private EngineFixture node(String id) {
        EngineListener listener = new EngineListener() {
            @Override
            public void available(String holder) {
                announced.add(holder);
            }
        };
        return new EngineFixture(id, new InMemoryLocalState(), EngineFixture.SETTINGS, id.hashCode(), listener);
    }

    private void look() {
        nodes.forEach((id, node) -> {
            nodes.forEach((other, known) -> node.cluster.say(other, known.registry.all(), true));
            node.engine.forwarding().routesChanged();
            reroute(node);
        });
    }

    /** In the smallest steps; how many. */
    private static int reroute(EngineFixture node) {
        int steps = 1;
        while (node.<Boolean>run(tx -> node.engine.forwarding().reroute(tx, 1))) {
            steps++;
        }
        return steps;
    }

    private void drain(EngineFixture node) {
        node.engine.drain().begin();
        reroute(node);
    }

    private List<Answer> carry(String from, String to) {
        EngineFixture sender = known(from);
        List<Lease> leases = sender.run(
                tx -> sender.engine.forwarding().handOut(tx, sender.now, to, Priority.NORMAL, 100, 1 << 20, LEASE));
        EngineFixture receiver = known(to);
        List<Answer> answers = receiver.run(tx -> receiver.engine
                .forwarding()
                .receive(
                        tx,
                        receiver.now,
                        from,
                        Arrival.all(leases.stream().map(Lease::forward).toList())));
        sender.run(tx -> {
            sender.engine.forwarding().settled(tx, sender.now, to, leases, answers);
            return true;
        });
        return answers;
    }

    private EngineFixture known(String id) {
        return Optional.ofNullable(nodes.get(id)).orElseThrow();
    }

    private static MessageBuilder toBen(String id, String conversation) {
        return Message.builder(
                        id,
                        Performative.REQUEST,
                        new AgentName("ann"),
                        new Recipient.ToAgent(BEN),
                        JsonNodeFactory.instance.stringNode("hello"))
                .conversation(conversation);
    }

    private static List<String> handleAll(EngineFixture node, AgentInstance agent) {
        List<String> handled = new ArrayList<>();
        List<Leased> leased = node.lease(agent, 9);
        while (!leased.isEmpty()) {
            for (Leased each : leased) {
                handled.add(each.delivery().messageId());
                node.ack(agent, each.delivery().messageId());
            }
            leased = node.lease(agent, 9);
        }
        return handled;
    }

    private static Optional<String> holder(EngineFixture node, String messageId) {
        List<Delivery> all = node.deliveries(messageId);
        assertThat(all).hasSize(1);
        return all.get(0).agentId();
    }

    private static boolean isUnderWay(EngineFixture node) {
        return node.run(tx -> node.engine.drain().isUnderWay(tx, id -> true));
    }

    private static long left(EngineFixture node) {
        return node.run(node.engine.drain()::left);
    }

    @Test
    void whatWaitsGoesToAnotherNodeInOrderBehindWhatIsLeased() {
        AgentInstance ben = a.register("ben");
        List.of("m1", "m2", "m3").forEach(id -> a.accept(toBen(id, "x")));
        List.of("n1", "n2").forEach(id -> a.accept(toBen(id, "y")));
        assertThat(a.lease(ben, 1)).extracting(l -> l.delivery().messageId()).containsExactly("m1");
        AgentInstance other = b.register("ben");
        look();
        assertThat(carry("a", "b")).as("nothing moves without a drain").isEmpty();
        drain(a);
        assertThat(a.lease(ben, 9)).as("handed nothing more").isEmpty();
        assertThat(carry("a", "b")).hasSize(2);
        assertThat(handleAll(b, other)).containsExactly("n1", "n2");
        assertThat(carry("a", "b")).as("m1 is still in work").isEmpty();
        assertThat(isUnderWay(a)).isTrue();
        assertThat(left(a)).isEqualTo(3);
        a.ack(ben, "m1");
        a.accept(toBen("m4", "x"));
        a.accept(toBen("o1", "z"));
        assertThat(carry("a", "b")).hasSize(4);
        assertThat(handleAll(b, other)).containsExactly("m2", "o1", "m3", "m4");
        assertThat(isUnderWay(a)).isFalse();
        assertThat(left(a)).isZero();
        assertThat(a.engine.drain().moved()).isEqualTo(6);
    }

    @Test
    void manyLanesMoveInBoundedSteps() {
        a.register("ben");
        b.register("ben");
        for (int i = 0; i < 50; i++) {
            a.accept(toBen("m" + i, "c" + i));
        }
        look();
        a.engine.drain().begin();
        assertThat(reroute(a)).isGreaterThanOrEqualTo(50);
        for (int i = 0; i < 50; i++) {
            assertThat(holder(a, "m" + i)).contains("@b");
        }
    }

    @Test
    void whatIsGivenBackGoesToTheOtherNodeToo() {
        AgentInstance ben = a.register("ben");
        AgentInstance other = b.register("ben");
        a.accept(toBen("m1", "x"));
        a.accept(toBen("m2", "y"));
        a.lease(ben, 9);
        look();
        drain(a);
        a.nack(ben, "m1", true);
        a.pass(Duration.ofMinutes(5));
        assertThat(carry("a", "b")).hasSize(2);
        assertThat(handleAll(b, other)).containsExactlyInAnyOrder("m1", "m2");
    }

    @Test
    void whatNobodyElseTakesGoesOnHere() {
        AgentInstance ben = a.register("ben");
        AgentInstance cleo = a.register("cleo");
        b.register("cleo");
        a.accept(toBen("m1", "x"));
        look();
        drain(a);
        assertThat(isUnderWay(a)).isFalse();
        assertThat(left(a)).isEqualTo(1);
        a.accept(toBen("m2", "x"));
        assertThat(handleAll(a, ben)).containsExactly("m1", "m2");
        assertThat(a.lease(cleo, 1)).isEmpty();
    }

    @Test
    void whenTheReceiverIsGoneWhileItDrainsTheOwnInstanceGoesOn() {
        AgentInstance ben = a.register("ben");
        AgentInstance other = b.register("ben");
        List.of("m1", "m2", "m3").forEach(id -> a.accept(toBen(id, "x")));
        a.accept(toBen("n1", "y"));
        a.lease(ben, 1);
        look();
        drain(a);
        assertThat(holder(a, "n1")).contains("@b");
        assertThat(a.lease(ben, 9)).isEmpty();
        announced.clear();
        b.run(tx -> b.engine.agents().deregister(tx, b.now, other.agentId()));
        look();
        assertThat(announced).contains(ben.agentId());
        assertThat(handleAll(a, ben)).containsExactly("n1");
        a.ack(ben, "m1");
        assertThat(handleAll(a, ben)).containsExactly("m2", "m3");
        assertThat(isUnderWay(a)).isFalse();
    }

    @Test
    void aNodeThatCannotBeReachedIsNotWaitedFor() {
        b.register("ben");
        look();
        a.accept(toBen("m1", "x"));
        drain(a);
        assertThat(isUnderWay(a)).isTrue();
        assertThat(a.<Boolean>run(tx -> a.engine.drain().isUnderWay(tx, id -> !id.equals("b"))))
                .isFalse();
    }

    @Test
    void outcomesAreToldBeforeItIsDone() {
        AgentInstance ben = b.register("ben");
        look();
        a.accept(toBen("m1", "x"));
        carry("a", "b");
        b.leaseOne(ben);
        drain(b);
        b.ack(ben, "m1");
        assertThat(isUnderWay(b)).isTrue();
        List<OutcomeReport> reports = b.run(tx -> b.engine.forwarding().reports(tx, "a", 9));
        b.run(tx -> {
            b.engine.forwarding().reported(tx, reports);
            return true;
        });
        assertThat(isUnderWay(b)).isFalse();
    }

    @Test
    void whatOthersSendFollowsWhatIsStillHereAndElseGoesWhereThatWent() {
        AgentInstance ben = a.register("ben");
        look();
        List.of("m1", "m2").forEach(id -> c.accept(toBen(id, "x")));
        carry("c", "a");
        a.leaseOne(ben);
        AgentInstance other = b.register("ben");
        look();
        drain(a);
        c.accept(toBen("m3", "x"));
        c.accept(toBen("new", "y"));
        c.run(tx -> {
            tx.conversations().bind("y", BEN, ben.agentId());
            return true;
        });
        assertThat(carry("c", "a")).contains(new Answer.Taken());
        a.ack(ben, "m1");
        assertThat(carry("a", "b")).hasSize(2);
        assertThat(holder(a, "m3")).contains("@b");
        // Nothing is here any more that a later one could overtake.
        c.accept(toBen("m4", "x"));
        assertThat(carry("c", "a")).containsExactly(new Answer.NotHere(Optional.of(other.agentId())));
        assertThat(c.<Optional<String>>run(tx -> tx.conversations().boundInstance("x", BEN)))
                .contains(other.agentId());
        c.pass(Outboxes.REROUTE_DELAY);
        carry("c", "b");
        assertThat(handleAll(b, other)).containsExactlyInAnyOrder("m2", "m3", "m4", "new");
        assertThat(handledInOrder("m2", "m3", "m4")).isTrue();
    }

    private boolean handledInOrder(String... ids) {
        List<Long> positions = new ArrayList<>();
        for (String id : ids) {
            positions.add(b.deliveries(id).get(0).position());
        }
        return positions.stream().sorted().toList().equals(positions);
    }

    @Test
    void aConversationThatBeginsGoesAnotherWay() {
        AgentInstance ben = a.register("ben");
        look();
        c.accept(toBen("m1", "x"));
        AgentInstance other = b.register("ben");
        look();
        drain(a);
        assertThat(holder(c, "m1")).contains("@a");
        assertThat(carry("c", "a")).containsExactly(new Answer.NotHere());
        c.pass(Outboxes.REROUTE_DELAY);
        assertThat(carry("c", "b")).containsExactly(new Answer.Taken());
        assertThat(handleAll(b, other)).containsExactly("m1");
        assertThat(handleAll(a, ben)).isEmpty();
    }

    @Test
    void twoThatDrainAtOnceLoseNothingToEachOther() {
        AgentInstance ben = a.register("ben");
        AgentInstance other = b.register("ben");
        a.accept(toBen("m1", "x"));
        b.accept(toBen("n1", "y"));
        look();
        drain(a);
        drain(b);
        assertThat(carry("a", "b")).containsExactly(new Answer.NotHere());
        assertThat(holder(a, "m1")).contains(ben.agentId());
        assertThat(carry("b", "a")).containsExactly(new Answer.NotHere());
        assertThat(holder(b, "n1")).contains(other.agentId());
        // Each has left.
        List.of(a, b).forEach(node -> {
            List.of("a", "b").forEach(id -> node.cluster.say(id, List.of(), false));
            node.engine.forwarding().routesChanged();
            reroute(node);
            node.pass(Outboxes.REROUTE_DELAY);
        });
        assertThat(handleAll(a, ben)).containsExactly("m1");
        assertThat(handleAll(b, other)).containsExactly("n1");
    }

    @Test
    void nothingOfItRemainsAfterARestart() {
        AgentInstance ben = a.register("ben");
        b.register("ben");
        a.accept(toBen("m1", "x"));
        look();
        drain(a);
        a.restart();
        assertThat(a.engine.drain().isOn()).isFalse();
        assertThat(a.engine.drain().moved()).isZero();
        a.accept(toBen("m2", "y"));
        assertThat(handleAll(a, ben)).containsExactly("m2");
        assertThat(holder(a, "m1")).as("it stays on its way").contains("@b");
    }

    @Test
    void nothingIsHandedOverInMemoryAnyMore() {
        AgentInstance ben = a.register("ben");
        b.register("ben");
        look();
        Message once = toBen("m1", "x").guarantee(Guarantee.AT_MOST_ONCE).build();
        Conversation conversation = a.engine.direct().begin(once, a.now);
        assertThat(choose(once, conversation)).contains(ben.agentId());
        drain(a);
        assertThat(choose(once, conversation)).isEmpty();
    }

    private Optional<String> choose(Message message, Conversation conversation) {
        return a.run(tx -> a.engine
                .direct()
                .choose(a.now, message, conversation, new Lanes.StoredFacts(tx, Optional.empty()))
                .flatMap(target -> target.agentId()));
    }
}
