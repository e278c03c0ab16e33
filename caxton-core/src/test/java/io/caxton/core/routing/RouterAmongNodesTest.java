package io.caxton.core.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.caxton.core.agent.AgentInstance;
import io.caxton.core.agent.AgentName;
import io.caxton.core.agent.AgentStatus;
import io.caxton.core.agent.Capability;
import io.caxton.core.agent.OfferedCapability;
import io.caxton.core.delivery.Outbox;
import io.caxton.core.engine.KnownCluster;
import io.caxton.core.message.Message;
import io.caxton.core.message.Performative;
import io.caxton.core.message.Recipient;
import io.caxton.core.message.Routing;
import io.caxton.core.message.Routing.Balance;
import io.caxton.core.message.Routing.Strategy;
import io.caxton.core.registry.Registry;
import io.caxton.core.routing.RoutingDecision.Deliver;
import io.caxton.core.routing.RoutingDecision.KeepInConversation;
import io.caxton.core.routing.RoutingDecision.Target;
import io.caxton.core.routing.RoutingDecision.Unroutable;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.JsonNodeFactory;

class RouterAmongNodesTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final AgentName BEN = new AgentName("ben");

    private final Registry registry = new Registry();
    private final KnownCluster cluster = new KnownCluster();
    private boolean draining;
    private final Router router = new Router(new Random(5), cluster, "here", () -> draining);
    private final Map<AgentName, String> bound = new HashMap<>();
    private final Map<String, Integer> backlogs = new HashMap<>();

    private final RoutingFacts facts = new RoutingFacts() {
        @Override
        public Optional<String> boundInstance(AgentName name) {
            return Optional.ofNullable(bound.get(name));
        }

        @Override
        public Map<AgentName, String> boundInstances() {
            return bound;
        }

        @Override
        public boolean isParticipant(AgentName name) {
            return bound.containsKey(name);
        }

        @Override
        public int backlog(String agentId) {
            return backlogs.getOrDefault(agentId, 0);
        }
    };

    private static AgentInstance agent(String id, String name, AgentStatus status, double load) {
        return AgentInstance.builder(id, new AgentName(name), "any", NOW)
                .capabilities(List.of(new OfferedCapability(Capability.parse("capability", "sum"), "")))
                .maxInFlight(10)
                .status(status)
                .load(load)
                .build();
    }

    private static AgentInstance agent(String id, String name) {
        return agent(id, name, AgentStatus.READY, 0);
    }

    /** The view has this node's own agents too. */
    private void here(AgentInstance... agents) {
        List.of(agents).forEach(registry::put);
        cluster.say("here", registry.all(), true);
    }

    private RoutingDecision route(Recipient recipient, Routing routing) {
        Message message = Message.builder(
                        "m1",
                        Performative.REQUEST,
                        new AgentName("ann"),
                        recipient,
                        JsonNodeFactory.instance.nullNode())
                .routing(routing)
                .build();
        return router.route(message, registry, facts);
    }

    private List<Target> targets(Recipient recipient, Routing routing) {
        return ((Deliver) route(recipient, routing)).targets();
    }

    private List<Target> toBen(Routing routing) {
        return targets(new Recipient.ToAgent(BEN), routing);
    }

    private static Routing with(Strategy strategy, Balance balance) {
        return new Routing(strategy, balance, List.of());
    }

    private static Recipient sum() {
        return new Recipient.ToCapability(Capability.parse("capability", "sum"));
    }

    private static Target at(String node, String id, String name) {
        return new Target(new AgentName(name), Optional.of(id), Optional.of(node));
    }

    private static Target local(String id, String name) {
        return new Target(new AgentName(name), Optional.of(id));
    }

    @Test
    void thoseOfThisNodeComeFirstUnlessABalanceIsAskedFor() {
        here(agent("b1", "ben"));
        cluster.say("there", List.of(agent("b2", "ben")), true);
        for (int i = 0; i < 4; i++) {
            assertThat(toBen(Routing.DEFAULT)).containsExactly(local("b1", "ben"));
            assertThat(targets(sum(), Routing.DEFAULT)).containsExactly(local("b1", "ben"));
        }
        Routing roundRobin = with(Strategy.SINGLE, Balance.ROUND_ROBIN);
        assertThat(IntStream.range(0, 4).mapToObj(i -> toBen(roundRobin).get(0)))
                .containsOnly(local("b1", "ben"), at("there", "b2", "ben"))
                .filteredOn(t -> t.nodeId().isPresent())
                .hasSize(2);
    }

    @Test
    void whoTakesNothingHereIsLookedForElsewhere() {
        here(agent("b1", "ben", AgentStatus.LOST, 0));
        cluster.say("there", List.of(agent("b2", "ben")), true);
        assertThat(toBen(Routing.DEFAULT)).containsExactly(at("there", "b2", "ben"));
        assertThat(targets(sum(), Routing.DEFAULT)).containsExactly(at("there", "b2", "ben"));
        cluster.say("there", List.of(agent("b2", "ben")), false);
        assertThat(toBen(Routing.DEFAULT)).containsExactly(new Target(BEN, Optional.empty()));
    }

    @Test
    void aConversationSticksToAnInstanceOfAnotherNodeWhileThatCanBeReached() {
        here(agent("b1", "ben"));
        cluster.say("there", List.of(agent("b2", "ben")), true);
        bound.put(BEN, "b2");
        assertThat(toBen(Routing.DEFAULT)).containsExactly(at("there", "b2", "ben"));
        assertThat(targets(sum(), Routing.DEFAULT)).containsExactly(at("there", "b2", "ben"));
        cluster.say("there", List.of(agent("b2", "ben")), false);
        assertThat(toBen(Routing.DEFAULT)).containsExactly(local("b1", "ben"));
    }

    @Test
    void whoIsKnownAnywhereIsWaitedForHere() {
        cluster.say("there", List.of(agent("b2", "ben")), false);
        assertThat(toBen(Routing.DEFAULT)).containsExactly(new Target(BEN, Optional.empty()));
        assertThat(targets(sum(), Routing.DEFAULT)).containsExactly(new Target(BEN, Optional.empty()));
    }

    @Test
    void theLeastLoadedOfAllNodesIsTheLeastFilled() {
        Routing least = with(Strategy.SINGLE, Balance.LEAST_LOADED);
        here(agent("b1", "ben"));
        cluster.say("there", List.of(agent("b2", "ben", AgentStatus.READY, 0.3)), true);
        assertThat(toBen(least)).containsExactly(local("b1", "ben"));
        backlogs.put("b1", 4);
        assertThat(toBen(least)).as("4 of 10 against a load of 0.3").containsExactly(at("there", "b2", "ben"));
        backlogs.put(Outbox.of("there"), 2);
        assertThat(toBen(least)).as("2 of 10 are on their way there").containsExactly(local("b1", "ben"));
    }

    @Test
    void aBroadcastGoesToEachNameOnceHereIfItIsHere() {
        here(agent("b1", "ben"), agent("a1", "ann"));
        cluster.say("there", List.of(agent("b2", "ben"), agent("c2", "cleo")), true);
        cluster.say("beyond", List.of(agent("c3", "cleo"), agent("d3", "dan")), true);
        cluster.say("lost", List.of(agent("e4", "eve")), false);
        List<Target> all = targets(sum(), with(Strategy.BROADCAST, Balance.ROUND_ROBIN));
        assertThat(all)
                .extracting(t -> t.agentName().value())
                .as("not the sender itself")
                .containsExactly("ben", "cleo", "dan");
        assertThat(all.get(0)).isEqualTo(local("b1", "ben"));
        assertThat(all.get(1).nodeId())
                .hasValueSatisfying(n -> assertThat(Set.of("there", "beyond")).contains(n));
    }

    @Test
    void anOutsideClientIsAnsweredByTheNodeThatItCameBy() {
        bound.put(BEN, Outbox.of("there"));
        assertThat(toBen(Routing.DEFAULT)).containsExactly(new Target(BEN, Optional.empty(), Optional.of("there")));
        bound.put(BEN, Outbox.of("here"));
        assertThat(route(new Recipient.ToAgent(BEN), Routing.DEFAULT)).isEqualTo(new KeepInConversation(BEN));
    }

    @Test
    void aNodeThatHasRefusedALaneIsPassedOver() {
        cluster.say("there", List.of(agent("b2", "ben")), true);
        assertThat(router.pickTarget(BEN, registry, facts, Optional.of("there")))
                .isEmpty();
        cluster.say("beyond", List.of(agent("b3", "ben")), true);
        assertThat(router.pickTarget(BEN, registry, facts, Optional.of("there")))
                .contains(at("beyond", "b3", "ben"));
        bound.put(BEN, "b2");
        assertThat(router.pickTarget(BEN, registry, facts, Optional.of("there")))
                .contains(at("beyond", "b3", "ben"));
    }

    @Test
    void aNodeThatDrainsGivesItsOwnOnlyWhatNobodyElseTakes() {
        here(agent("b1", "ben"), agent("c1", "cleo"));
        cluster.say("there", List.of(agent("b2", "ben")), true);
        bound.put(BEN, "b1");
        assertThat(router.isMovable(BEN)).isFalse();
        draining = true;
        assertThat(router.isMovable(BEN)).isTrue();
        assertThat(router.isMovable(new AgentName("cleo"))).isFalse();
        for (Balance balance : Balance.values()) {
            assertThat(toBen(with(Strategy.SINGLE, balance))).containsExactly(at("there", "b2", "ben"));
            assertThat(targets(sum(), with(Strategy.SINGLE, balance))).containsExactly(at("there", "b2", "ben"));
        }
        assertThat(targets(sum(), with(Strategy.BROADCAST, Balance.ROUND_ROBIN)))
                .containsExactly(at("there", "b2", "ben"), local("c1", "cleo"));
        assertThat(router.pickTarget(BEN, registry, facts, Optional.of("there")))
                .as("who has just refused it is not sent it")
                .contains(local("b1", "ben"));
        cluster.say("there", List.of(agent("b2", "ben", AgentStatus.LOST, 0)), true);
        assertThat(router.isMovable(BEN)).isFalse();
        assertThat(toBen(Routing.DEFAULT)).containsExactly(local("b1", "ben"));
    }

    @Test
    void whatTheViewSaysOfThisNodeIsNotBelieved() {
        cluster.say("here", List.of(agent("b1", "ben")), true);
        assertThat(toBen(Routing.DEFAULT)).containsExactly(new Target(BEN, Optional.empty()));
        assertThat(router.nodeOf(BEN, "b1")).isEmpty();
    }

    @Test
    void suggestsNamesAndVersionsOfOtherNodes() {
        cluster.say("there", List.of(agent("b2", "benjamin")), true);
        Unroutable name = (Unroutable) route(new Recipient.ToAgent(new AgentName("benjamim")), Routing.DEFAULT);
        assertThat(name.suggestions()).containsExactly("benjamin");
        Recipient other = new Recipient.ToCapability(Capability.parse("capability", "sun"));
        assertThat(((Unroutable) route(other, Routing.DEFAULT)).suggestions()).containsExactly("sum");
    }
}
