package io.caxton.core.routing;

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
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
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
        return pick(name, Balance.ROUND_ROBIN, registry, facts);
    }

    private RoutingDecision toAgent(AgentName name, Balance balance, RegistryView registry, RoutingFacts facts) {
        if (!registry.pool(name).isEmpty()) {
            return new Deliver(List.of(new Target(name, pick(name, balance, registry, facts))));
        }
        if (facts.boundInstance(name).isPresent()) {
            // An agent that is away, not an outside client: its mailbox may hold earlier messages of the conversation.
            return new Deliver(List.of(new Target(name, Optional.empty())));
        }
        if (facts.isParticipant(name)) {
            return new KeepInConversation(name);
        }
        return new Unroutable(
                "receiver",
                "no agent is named '" + name + "'",
                Suggestions.later(() -> Suggestions.near(
                        name.value(),
                        registry.names().stream().map(AgentName::value).toList())));
    }

    private Optional<String> pick(AgentName name, Balance balance, RegistryView registry, RoutingFacts facts) {
        return facts.boundInstance(name)
                .filter(id -> registry.find(id)
                        .filter(a -> a.name().equals(name) && a.status().takesTraffic())
                        .isPresent())
                .or(() -> balancer.pick(registry.pool(name), balance, "agent " + name, registry, facts, id -> true));
    }

    private RoutingDecision toCapability(
            Message message, Capability wanted, RegistryView registry, RoutingFacts facts) {
        List<Capability> acceptable = Stream.concat(
                        Stream.of(wanted),
                        message.routing().fallbackVersions().stream().map(wanted::withVersion))
                .toList();
        Predicate<String> notTheSender = id -> registry.find(id)
                .filter(a -> !a.name().equals(message.sender()))
                .isPresent();
        for (Capability version : acceptable) {
            List<Target> chosen = message.routing().strategy() == Routing.Strategy.BROADCAST
                    ? everyName(registry, version, notTheSender, message.routing(), facts)
                    : one(registry, version, notTheSender, message.routing(), facts);
            if (!chosen.isEmpty()) {
                return new Deliver(chosen);
            }
        }
        // A draining or lost agent offers it: the message waits in its mailbox for an instance.
        return acceptable.stream()
                .flatMap(version -> registry.pool(version).firstAway(notTheSender).stream())
                .flatMap(id -> registry.find(id).stream())
                .findFirst()
                .<RoutingDecision>map(a -> new Deliver(List.of(new Target(a.name(), Optional.empty()))))
                .orElseGet(() -> unroutable(wanted, registry));
    }

    private List<Target> one(
            RegistryView registry, Capability version, Predicate<String> allowed, Routing routing, RoutingFacts facts) {
        return facts.boundInstances().values().stream()
                .filter(allowed)
                .filter(id -> registry.find(id)
                        .filter(a -> a.offers(version) && a.status().takesTraffic())
                        .isPresent())
                .min(Comparator.naturalOrder())
                .or(() -> balancer.pick(
                        registry.pool(version), routing.balance(), "capability " + version, registry, facts, allowed))
                .flatMap(registry::find)
                .map(a -> new Target(a.name(), Optional.of(a.agentId())))
                .stream()
                .toList();
    }

    /** One instance of each name; takes time for each instance that offers the capability, once. */
    private List<Target> everyName(
            RegistryView registry, Capability version, Predicate<String> allowed, Routing routing, RoutingFacts facts) {
        SortedMap<AgentName, Set<String>> takers = new TreeMap<>();
        for (String id : registry.pool(version).takers()) {
            if (allowed.test(id)) {
                registry.find(id)
                        .ifPresent(a -> takers.computeIfAbsent(a.name(), name -> new HashSet<>())
                                .add(id));
            }
        }
        List<Target> targets = new ArrayList<>(takers.size());
        takers.forEach((name, ids) -> {
            Optional<String> bound = facts.boundInstance(name).filter(ids::contains);
            Optional<String> chosen = bound.or(() -> ids.size() == 1
                    ? ids.stream().findFirst()
                    : balancer.pick(
                            registry.pool(name), routing.balance(), "agent " + name, registry, facts, ids::contains));
            targets.add(new Target(name, chosen));
        });
        return targets;
    }

    private static Unroutable unroutable(Capability wanted, RegistryView registry) {
        return new Unroutable("capability", "nobody else offers '" + wanted + "'", Suggestions.later(() -> {
            var capabilities = registry.capabilities();
            List<String> otherVersions = capabilities.getOrDefault(wanted.name(), new TreeSet<>()).stream()
                    .map(v -> wanted.withVersion(v).toString())
                    .toList();
            return otherVersions.isEmpty() ? Suggestions.near(wanted.name(), capabilities.keySet()) : otherVersions;
        }));
    }
}
