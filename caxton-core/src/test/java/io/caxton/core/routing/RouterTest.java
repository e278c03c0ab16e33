package io.caxton.core.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.caxton.core.agent.AgentInstance;
import io.caxton.core.agent.AgentName;
import io.caxton.core.agent.AgentStatus;
import io.caxton.core.agent.Capability;
import io.caxton.core.agent.OfferedCapability;
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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.JsonNodeFactory;

class RouterTest {
    private final Registry registry = new Registry();
    private final Router router = new Router(new Random(5));
    private final Facts facts = new Facts();

    private static final class Facts implements RoutingFacts {
        final Map<AgentName, String> bound = new HashMap<>();
        final Map<String, Integer> backlogs = new HashMap<>();
        final List<AgentName> participants = new ArrayList<>();

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
            return participants.contains(name);
        }

        @Override
        public int backlog(String agentId) {
            return backlogs.getOrDefault(agentId, 0);
        }
    }

    @Test
    void anUnknownNameIsUnroutableWithNearNames() {
        add("1", "sales-analyzer", AgentStatus.READY);
        add("2", "weather", AgentStatus.READY);
        Unroutable no = (Unroutable) router.route(toAgent("sales-analyser"), registry, facts);
        assertThat(no.field()).isEqualTo("receiver");
        assertThat(no.suggestions()).containsExactly("sales-analyzer");
    }

    @Test
    void anUnregisteredParticipantFindsItsMessagesInTheConversation() {
        facts.participants.add(new AgentName("client"));
        assertThat(router.route(toAgent("client"), registry, facts))
                .isEqualTo(new KeepInConversation(new AgentName("client")));
    }

    @Test
    void instancesOfANameTakeTurnsAndBusyOnesOnlyHelpOut() {
        add("1", "worker", AgentStatus.READY);
        add("2", "worker", AgentStatus.READY);
        add("3", "worker", AgentStatus.BUSY);
        assertThat(Stream.generate(() -> targetOf(toAgent("worker"))).limit(4))
                .containsExactlyInAnyOrder("1", "2", "1", "2");
        add("1", "worker", AgentStatus.DRAINING);
        add("2", "worker", AgentStatus.LOST);
        assertThat(targetOf(toAgent("worker"))).isEqualTo("3");
    }

    @Test
    void aNameWithoutAnInstanceThatTakesTrafficWaits() {
        add("1", "worker", AgentStatus.LOST);
        add("2", "worker", AgentStatus.DRAINING);
        Deliver deliver = (Deliver) router.route(toAgent("worker"), registry, facts);
        assertThat(deliver.targets()).containsExactly(new Target(new AgentName("worker"), Optional.empty()));
    }

    @Test
    void aConversationSticksToItsInstanceUntilThatTakesNoMoreTraffic() {
        add("1", "worker", AgentStatus.READY);
        add("2", "worker", AgentStatus.BUSY);
        facts.bound.put(new AgentName("worker"), "2");
        assertThat(targetOf(toAgent("worker"))).isEqualTo("2");
        add("2", "worker", AgentStatus.DRAINING);
        assertThat(targetOf(toAgent("worker"))).isEqualTo("1");
    }

    @Test
    void aConversationSticksToItsInstanceOfACapabilityToo() {
        add("1", "a", AgentStatus.READY, "sum:v1");
        add("2", "b", AgentStatus.READY, "sum:v1");
        facts.bound.put(new AgentName("b"), "2");
        assertThat(Stream.generate(() -> targetOf(toCapability("sum:v1", Routing.DEFAULT)))
                        .limit(5))
                .containsOnly("2");
    }

    @Test
    void roundRobinTakesEveryoneInTurn() {
        Stream.of("1", "2", "3").forEach(id -> add(id, "agent-" + id, AgentStatus.READY, "sum:v1"));
        List<String> chosen = Stream.generate(() -> targetOf(toCapability("sum:v1", Routing.DEFAULT)))
                .limit(9)
                .toList();
        assertThat(chosen.subList(0, 3)).containsExactlyInAnyOrder("1", "2", "3");
        assertThat(chosen.subList(3, 6)).isEqualTo(chosen.subList(0, 3));
    }

    @Test
    void leastLoadedTakesTheShortestMailboxThenTheLowestLoad() {
        Stream.of("1", "2", "3").forEach(id -> add(id, "agent-" + id, AgentStatus.READY, "sum"));
        Routing leastLoaded = new Routing(Strategy.SINGLE, Balance.LEAST_LOADED, List.of());
        facts.backlogs.putAll(Map.of("1", 5, "2", 1, "3", 2));
        assertThat(targetOf(toCapability("sum", leastLoaded))).isEqualTo("2");
        facts.backlogs.clear();
        registry.update("1", a -> a.withStatus(AgentStatus.READY, 0.9));
        registry.update("2", a -> a.withStatus(AgentStatus.READY, 0.5));
        registry.update("3", a -> a.withStatus(AgentStatus.READY, 0.1));
        assertThat(targetOf(toCapability("sum", leastLoaded))).isEqualTo("3");
    }

    @Test
    void randomReachesEveryoneAndIsTheSameForTheSameSeed() {
        Stream.of("1", "2", "3").forEach(id -> add(id, "agent-" + id, AgentStatus.READY, "sum"));
        Message message = toCapability("sum", new Routing(Strategy.SINGLE, Balance.RANDOM, List.of()));
        List<String> chosen = Stream.generate(() -> targetOf(message)).limit(50).toList();
        Router again = new Router(new Random(5));
        List<String> replayed =
                Stream.generate(() -> targetOf(again, message)).limit(50).toList();
        assertThat(chosen).contains("1", "2", "3").isEqualTo(replayed);
    }

    @Test
    void broadcastReachesEveryNameOnceAndNotTheSender() {
        add("1", "a", AgentStatus.READY, "sum");
        add("2", "a", AgentStatus.READY, "sum");
        add("3", "b", AgentStatus.READY, "sum");
        add("4", "asker", AgentStatus.READY, "sum");
        add("5", "c", AgentStatus.LOST, "sum");
        Deliver deliver = (Deliver) router.route(
                toCapability("sum", new Routing(Strategy.BROADCAST, Balance.ROUND_ROBIN, List.of())), registry, facts);
        assertThat(deliver.targets()).extracting(t -> t.agentName().value()).containsExactly("a", "b");
        assertThat(deliver.targets()).allMatch(t -> t.agentId().isPresent());
    }

    @Test
    void otherVersionsServeOnlyWhenAllowedAndInTheirOrder() {
        add("1", "old", AgentStatus.READY, "sum:v1");
        add("2", "older", AgentStatus.READY, "sum:v0");
        Unroutable no = (Unroutable) router.route(toCapability("sum:v2", Routing.DEFAULT), registry, facts);
        assertThat(no.suggestions()).containsExactly("sum:v0", "sum:v1");
        Routing fallback = new Routing(Strategy.SINGLE, Balance.ROUND_ROBIN, List.of("v3", "v1", "v0"));
        assertThat(targetOf(toCapability("sum:v2", fallback))).isEqualTo("1");
    }

    @Test
    void aRequestWithoutVersionTakesAny() {
        add("1", "old", AgentStatus.READY, "sum:v1");
        assertThat(targetOf(toCapability("sum", Routing.DEFAULT))).isEqualTo("1");
    }

    @Test
    void aCapabilityWhoseOnlyAgentIsLostWaitsForIt() {
        add("1", "worker", AgentStatus.LOST, "sum:v1");
        Deliver deliver = (Deliver) router.route(toCapability("sum:v1", Routing.DEFAULT), registry, facts);
        assertThat(deliver.targets()).containsExactly(new Target(new AgentName("worker"), Optional.empty()));
    }

    @Test
    void nobodyAnswersItself() {
        add("1", "asker", AgentStatus.READY, "sum");
        assertThat(router.route(toCapability("sum", Routing.DEFAULT), registry, facts))
                .isInstanceOf(Unroutable.class);
    }

    @Test
    void leastLoadedOfManyComparesSomeAndNeverTakesTheWorst() {
        for (int i = 0; i < 1_000; i++) {
            add("id-" + i, "agent-" + i, AgentStatus.READY, "sum");
            facts.backlogs.put("id-" + i, i);
        }
        Message message = toCapability("sum", new Routing(Strategy.SINGLE, Balance.LEAST_LOADED, List.of()));
        assertThat(Stream.generate(() -> targetOf(message)).limit(200))
                .allMatch(id -> facts.backlogs.getOrDefault(id, 0) < 900)
                .hasSizeGreaterThan(1);
    }

    @Test
    void aSenderIsPassedOverAmongManyReadyOnesAndABusyOneHelpsOut() {
        add("1", "asker", AgentStatus.READY, "sum");
        add("2", "asker", AgentStatus.READY, "sum");
        add("3", "helper", AgentStatus.BUSY, "sum");
        for (Balance balance : Balance.values()) {
            assertThat(targetOf(toCapability("sum", new Routing(Strategy.SINGLE, balance, List.of()))))
                    .isEqualTo("3");
        }
    }

    private String targetOf(Message message) {
        return targetOf(router, message);
    }

    private String targetOf(Router any, Message message) {
        Deliver deliver = (Deliver) any.route(message, registry, facts);
        return deliver.targets().get(0).agentId().orElseThrow();
    }

    private void add(String id, String name, AgentStatus status, String... capabilities) {
        registry.put(AgentInstance.builder(id, new AgentName(name), "node-1", Instant.EPOCH)
                .capabilities(Stream.of(capabilities)
                        .map(c -> new OfferedCapability(Capability.parse("capabilities", c), ""))
                        .toList())
                .status(status)
                .build());
    }

    private static Message toAgent(String name) {
        return message(new Recipient.ToAgent(new AgentName(name)), Routing.DEFAULT);
    }

    private static Message toCapability(String capability, Routing routing) {
        return message(new Recipient.ToCapability(Capability.parse("capability", capability)), routing);
    }

    private static Message message(Recipient recipient, Routing routing) {
        return Message.builder(
                        "m",
                        Performative.REQUEST,
                        new AgentName("asker"),
                        recipient,
                        JsonNodeFactory.instance.nullNode())
                .routing(routing)
                .build();
    }
}
