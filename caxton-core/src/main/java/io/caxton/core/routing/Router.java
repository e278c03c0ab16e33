package io.caxton.core.routing;

import io.caxton.core.agent.AgentInstance;
import io.caxton.core.agent.AgentName;
import io.caxton.core.agent.Capability;
import io.caxton.core.message.Message;
import io.caxton.core.message.Recipient;
import io.caxton.core.message.Routing;
import io.caxton.core.message.Routing.Balance;
import io.caxton.core.registry.RegistryView;
import io.caxton.core.routing.RoutingDecision.Deliver;
import io.caxton.core.routing.RoutingDecision.KeepInConversation;
import io.caxton.core.routing.RoutingDecision.Target;
import io.caxton.core.routing.RoutingDecision.Unroutable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Decides which mailboxes a message goes to. Does no I/O; the only thing it remembers is whose turn it is in round
 * robin. Not safe for use by several threads at once.
 *
 * <p>An instance that the conversation already sticks to is kept for as long as it takes traffic. An agent is never
 * chosen to answer itself.
 */
public final class Router {
    private final Balancer balancer;

    public Router(RandomGenerator random) {
        this.balancer = new Balancer(random);
    }

    public RoutingDecision route(Message message, RegistryView registry, RoutingFacts facts) {
        if (message.recipient() instanceof Recipient.ToAgent to) {
            return toAgent(to.name(), message.routing().balance(), registry, facts);
        }
        Capability wanted = ((Recipient.ToCapability) message.recipient()).capability();
        return toCapability(message, wanted, registry, facts);
    }

    /** An instance of a name that can take a lane over; empty if none takes traffic. */
    public Optional<String> pickInstance(AgentName name, RegistryView registry, RoutingFacts facts) {
        return pick(name, registry.named(name), Balance.ROUND_ROBIN, facts);
    }

    private RoutingDecision toAgent(AgentName name, Balance balance, RegistryView registry, RoutingFacts facts) {
        List<AgentInstance> instances = registry.named(name);
        if (!instances.isEmpty()) {
            return new Deliver(List.of(new Target(name, pick(name, instances, balance, facts))));
        }
        if (facts.boundInstance(name).isPresent()) {
            // An agent that is away, not an outside client: its mailbox may hold earlier messages of the conversation.
            return new Deliver(List.of(new Target(name, Optional.empty())));
        }
        if (facts.isParticipant(name)) {
            return new KeepInConversation(name);
        }
        Set<String> known = registry.names().stream().map(AgentName::value).collect(Collectors.toSet());
        return new Unroutable("receiver", "no agent is named '" + name + "'", Suggestions.near(name.value(), known));
    }

    private RoutingDecision toCapability(
            Message message, Capability wanted, RegistryView registry, RoutingFacts facts) {
        List<AgentInstance> offering = registry.offering(wanted.name()).stream()
                .filter(a -> !a.name().equals(message.sender()))
                .toList();
        List<Capability> acceptable = Stream.concat(
                        Stream.of(wanted),
                        message.routing().fallbackVersions().stream().map(wanted::withVersion))
                .toList();
        for (Capability version : acceptable) {
            List<AgentInstance> takers = offering.stream()
                    .filter(a -> a.offers(version) && a.status().takesTraffic())
                    .toList();
            if (!takers.isEmpty()) {
                return new Deliver(chooseAmong(takers, version, message.routing(), facts));
            }
        }
        return waitForOne(offering, acceptable)
                .<RoutingDecision>map(name -> new Deliver(List.of(new Target(name, Optional.empty()))))
                .orElseGet(() -> unroutable(wanted, registry));
    }

    private List<Target> chooseAmong(
            List<AgentInstance> takers, Capability version, Routing routing, RoutingFacts facts) {
        if (routing.strategy() == Routing.Strategy.BROADCAST) {
            List<Target> targets = new ArrayList<>();
            for (AgentName name :
                    takers.stream().map(AgentInstance::name).collect(Collectors.toCollection(TreeSet::new))) {
                List<AgentInstance> instances =
                        takers.stream().filter(a -> a.name().equals(name)).toList();
                targets.add(new Target(name, pick(name, instances, routing.balance(), facts)));
            }
            return targets;
        }
        AgentInstance chosen = takers.stream()
                .filter(a -> facts.boundInstance(a.name())
                        .filter(a.agentId()::equals)
                        .isPresent())
                .findFirst()
                .or(() -> balancer.pick(takers, routing.balance(), "capability " + version, facts))
                .orElseThrow();
        return List.of(new Target(chosen.name(), Optional.of(chosen.agentId())));
    }

    /** The name of a draining or lost agent that offers it: the message waits in its mailbox for an instance. */
    private static Optional<AgentName> waitForOne(List<AgentInstance> offering, List<Capability> acceptable) {
        return acceptable.stream()
                .flatMap(version -> offering.stream().filter(a -> a.offers(version)))
                .map(AgentInstance::name)
                .findFirst();
    }

    private Optional<String> pick(AgentName name, List<AgentInstance> instances, Balance balance, RoutingFacts facts) {
        Optional<String> bound = facts.boundInstance(name)
                .filter(id -> instances.stream()
                        .anyMatch(a -> a.agentId().equals(id) && a.status().takesTraffic()));
        return bound.or(
                () -> balancer.pick(instances, balance, "agent " + name, facts).map(AgentInstance::agentId));
    }

    private static Unroutable unroutable(Capability wanted, RegistryView registry) {
        var capabilities = registry.capabilities();
        List<String> otherVersions = capabilities.getOrDefault(wanted.name(), new TreeSet<>()).stream()
                .map(v -> wanted.withVersion(v).toString())
                .toList();
        return new Unroutable(
                "capability",
                "nobody else offers '" + wanted + "'",
                otherVersions.isEmpty() ? Suggestions.near(wanted.name(), capabilities.keySet()) : otherVersions);
    }
}
