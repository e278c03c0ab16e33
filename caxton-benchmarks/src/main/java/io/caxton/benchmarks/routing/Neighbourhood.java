package io.caxton.benchmarks.routing;

import io.caxton.core.agent.AgentInstance;
import io.caxton.core.agent.AgentName;
import io.caxton.core.agent.Capability;
import io.caxton.core.agent.OfferedCapability;
import io.caxton.core.message.Message;
import io.caxton.core.message.Performative;
import io.caxton.core.message.Recipient;
import io.caxton.core.message.Routing;
import io.caxton.core.message.UuidV7;
import io.caxton.core.registry.Registry;
import io.caxton.core.registry.RegistryView;
import io.caxton.core.routing.RoutingFacts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import tools.jackson.databind.node.JsonNodeFactory;

/** A registry full of agents; all offer one capability, ten of them another one too. */
final class Neighbourhood {
    private static final int MESSAGES = 1_000;

    private final Registry registry = new Registry();
    private final Map<String, Integer> backlogs = new HashMap<>();
    private final Random random = new Random(7);
    private final int agents;

    /** Each with a name of its own. */
    Neighbourhood(int agents) {
        this(agents, "");
    }

    /** All of one name, if it is not empty. */
    Neighbourhood(int agents, String name) {
        this.agents = agents;
        for (int i = 0; i < agents; i++) {
            String id = UuidV7.next(Instant.ofEpochMilli(1_700_000_000_000L + i), random);
            backlogs.put(id, random.nextInt(100));
            registry.put(agent(id, name.isEmpty() ? "agent-" + i : name, i % Math.max(1, agents / 10) == 0));
        }
    }

    private static AgentInstance agent(String id, String name, boolean rare) {
        List<OfferedCapability> offers = Stream.of("common", rare ? "rare" : "other")
                .map(capability -> new OfferedCapability(new Capability(capability, Optional.of("v1")), ""))
                .toList();
        return AgentInstance.builder(id, new AgentName(name), "node-1", Instant.EPOCH)
                .capabilities(offers)
                .load(0.5)
                .leaseExpiresAt(Instant.MAX)
                .build();
    }

    RegistryView registry() {
        return registry;
    }

    /** Messages to names drawn at random. */
    List<Message> byName(Routing.Balance balance) {
        List<Message> messages = new ArrayList<>();
        for (int i = 0; i < MESSAGES; i++) {
            messages.add(toName("agent-" + random.nextInt(agents), balance));
        }
        return messages;
    }

    static Message toName(String name, Routing.Balance balance) {
        return message(
                new Recipient.ToAgent(new AgentName(name)), new Routing(Routing.Strategy.SINGLE, balance, List.of()));
    }

    List<Message> byCapability(String name, Routing.Strategy strategy, Routing.Balance balance) {
        Recipient recipient = new Recipient.ToCapability(new Capability(name, Optional.of("v1")));
        return List.of(message(recipient, new Routing(strategy, balance, List.of())));
    }

    private static Message message(Recipient recipient, Routing routing) {
        return Message.builder(
                        "m",
                        Performative.REQUEST,
                        new AgentName("sender"),
                        recipient,
                        JsonNodeFactory.instance.nullNode())
                .routing(routing)
                .build();
    }

    /** A new conversation, and a backlog for each agent. */
    RoutingFacts facts() {
        return new RoutingFacts() {
            @Override
            public Optional<String> boundInstance(AgentName name) {
                return Optional.empty();
            }

            @Override
            public Map<AgentName, String> boundInstances() {
                return Map.of();
            }

            @Override
            public boolean isParticipant(AgentName name) {
                return false;
            }

            @Override
            public int backlog(String agentId) {
                return backlogs.getOrDefault(agentId, 0);
            }
        };
    }
}
