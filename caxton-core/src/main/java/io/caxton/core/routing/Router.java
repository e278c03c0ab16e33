package io.caxton.core.routing;

import io.caxton.core.agent.AgentName;
import io.caxton.core.agent.Capability;
import io.caxton.core.cluster.ClusterView;
import io.caxton.core.delivery.Outbox;
import io.caxton.core.message.Message;
import io.caxton.core.message.Recipient;
import io.caxton.core.message.Routing;
import io.caxton.core.registry.Pool;
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
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * Decides which mailboxes a message goes to. Does no I/O; the only thing it remembers is whose turn it is in round
 * robin. Not safe for use by several threads at once.
 *
 * <p>An instance that the conversation already sticks to is kept for as long as it takes traffic, wherever it is. After that
 * the instances of this node come first, and those of other nodes that can be reached, unless the message asks for a balance:
 * then all are equal. An agent is never chosen to answer itself.
 *
 * <p>While this node drains its own instances come last: they get what nobody else takes.
 */
public final class Router {
    private final Balancer balancer;
    private final ClusterView cluster;
    private final String self;
    private final BooleanSupplier draining;

    /** Of a node that knows no other. */
    public Router(RandomGenerator random) {
        this(random, ClusterView.NONE, "", () -> false);
    }

    /**
     * Of this node among others.
     *
     * @param draining whether it gives to others what it has
     */
    public Router(RandomGenerator random, ClusterView cluster, String self, BooleanSupplier draining) {
        this.balancer = new Balancer(random);
        this.cluster = cluster;
        this.self = self;
        this.draining = draining;
    }

    private Neighbours neighbours(RegistryView registry, RoutingFacts facts, Optional<String> notAt) {
        return new Neighbours(registry, cluster, self, facts, notAt, draining.getAsBoolean());
    }

    public RoutingDecision route(Message message, RegistryView registry, RoutingFacts facts) {
        Neighbours all = neighbours(registry, facts, Optional.empty());
        if (message.recipient() instanceof Recipient.ToAgent to) {
            return toAgent(to.name(), message.routing(), all);
        }
        Capability wanted = ((Recipient.ToCapability) message.recipient()).capability();
        return toCapability(message, wanted, all);
    }

    /**
     * Where a lane of this name goes that has to move; empty if no instance takes traffic.
     *
     * @param notAt a node that is not to be tried
     */
    public Optional<Target> pickTarget(
            AgentName name, RegistryView registry, RoutingFacts facts, Optional<String> notAt) {
        return pick(name, Routing.DEFAULT, neighbours(registry, facts, notAt));
    }

    /** An instance of this very node; empty if none takes traffic. */
    public Optional<String> pickInstance(AgentName name, RegistryView registry, RoutingFacts facts) {
        Neighbours here = new Neighbours(registry, ClusterView.NONE, self, facts, Optional.empty(), false);
        return pick(name, Routing.DEFAULT, here).flatMap(Target::agentId);
    }

    /** Whether an agent of this name is registered anywhere, whatever its status. */
    public boolean isKnown(AgentName name, RegistryView registry) {
        return !registry.pool(name).isEmpty() || !cluster.pool(name).isEmpty();
    }

    /** Whether this node drains, and another one has an instance of this name which takes traffic. */
    public boolean isMovable(AgentName name) {
        return draining.getAsBoolean()
                && cluster.pool(name)
                        .pick(size -> 0, id -> nodeOf(name, id).isPresent())
                        .isPresent();
    }

    /** The node at which an agent can be sent something new; empty if it is not at another node, or takes no traffic. */
    public Optional<String> nodeOf(AgentName name, String agentId) {
        return cluster.find(agentId)
                .filter(a -> !a.nodeId().equals(self) && a.profile().name().equals(name))
                .filter(a -> a.effectiveStatus().takesTraffic())
                .map(a -> a.nodeId());
    }

    private RoutingDecision toAgent(AgentName name, Routing routing, Neighbours all) {
        if (all.knows(name)) {
            Target waiting = new Target(name, Optional.empty());
            return new Deliver(List.of(pick(name, routing, all).orElse(waiting)));
        }
        Optional<String> bound = all.facts().boundInstance(name);
        Optional<String> clientOf = bound.flatMap(Outbox::nodeOf);
        if (clientOf.filter(node -> !node.equals(self)).isPresent()) {
            // An outside client of another node, where it finds the message.
            return new Deliver(List.of(new Target(name, Optional.empty(), clientOf)));
        }
        if (bound.isPresent() && clientOf.isEmpty()) {
            // An agent that is away, not an outside client: its mailbox may hold earlier messages of the conversation.
            return new Deliver(List.of(new Target(name, Optional.empty())));
        }
        if (clientOf.isPresent() || all.facts().isParticipant(name)) {
            return new KeepInConversation(name);
        }
        return new Unroutable(
                "receiver",
                "no agent is named '" + name + "'",
                Suggestions.later(() -> Suggestions.near(name.value(), names(all.registry()))));
    }

    private List<String> names(RegistryView registry) {
        SortedSet<AgentName> names = new TreeSet<>(registry.names());
        names.addAll(cluster.names());
        return names.stream().map(AgentName::value).toList();
    }

    private Optional<Target> pick(AgentName name, Routing routing, Neighbours all) {
        return all.bound(name)
                .or(() -> pick(
                        all.registry().pool(name),
                        all.cluster().pool(name),
                        "agent " + name,
                        routing,
                        all,
                        id -> true));
    }

    /** One of those here, else of those elsewhere; of both alike if the sender asked for a balance. */
    private Optional<Target> pick(
            Pool here, Pool everywhere, String group, Routing routing, Neighbours all, Predicate<String> allowed) {
        if (all.draining()) {
            return pickElsewhere(everywhere, group, routing, all, allowed)
                    .or(() -> balancer.pick(here, routing.balance(), group, all::byBacklog, allowed))
                    .flatMap(all::target);
        }
        Optional<String> among = routing.acrossNodes() && !everywhere.isEmpty()
                ? balancer.pick(
                        everywhere, routing.balance(), group, all::byFill, id -> all.takes(id) && allowed.test(id))
                : Optional.empty();
        return among.or(() -> balancer.pick(here, routing.balance(), group, all::byBacklog, allowed))
                .or(() -> pickElsewhere(everywhere, group, routing, all, allowed))
                .flatMap(all::target);
    }

    private Optional<String> pickElsewhere(
            Pool everywhere, String group, Routing routing, Neighbours all, Predicate<String> allowed) {
        return everywhere.isEmpty()
                ? Optional.empty()
                : balancer.pick(
                        everywhere,
                        routing.balance(),
                        group,
                        all::byFill,
                        id -> all.takesElsewhere(id) && allowed.test(id));
    }

    private RoutingDecision toCapability(Message message, Capability wanted, Neighbours all) {
        List<Capability> acceptable = Stream.concat(
                        Stream.of(wanted),
                        message.routing().fallbackVersions().stream().map(wanted::withVersion))
                .toList();
        Predicate<String> notTheSender = id ->
                all.nameOf(id).filter(name -> !name.equals(message.sender())).isPresent();
        for (Capability version : acceptable) {
            List<Target> chosen = message.routing().strategy() == Routing.Strategy.BROADCAST
                    ? everyName(version, notTheSender, message.routing(), all)
                    : one(version, notTheSender, message.routing(), all);
            if (!chosen.isEmpty()) {
                return new Deliver(chosen);
            }
        }
        // A draining or lost agent offers it: the message waits in its mailbox for an instance.
        return acceptable.stream()
                .flatMap(version -> Stream.of(all.registry().pool(version), cluster.pool(version)))
                .flatMap(pool -> pool.firstAway(notTheSender).stream())
                .flatMap(id -> all.nameOf(id).stream())
                .findFirst()
                .<RoutingDecision>map(name -> new Deliver(List.of(new Target(name, Optional.empty()))))
                .orElseGet(() -> unroutable(wanted, all.registry()));
    }

    private List<Target> one(Capability version, Predicate<String> allowed, Routing routing, Neighbours all) {
        return all.facts().boundInstances().values().stream()
                .filter(allowed)
                .filter(id -> all.takes(id) && all.offers(id, version))
                .min(Comparator.naturalOrder())
                .flatMap(all::target)
                .or(() -> pick(
                        all.registry().pool(version),
                        cluster.pool(version),
                        "capability " + version,
                        routing,
                        all,
                        allowed))
                .stream()
                .toList();
    }

    /**
     * One instance of each name, of this node if it has one; takes time for each instance that offers the capability, once or
     * twice.
     */
    private List<Target> everyName(Capability version, Predicate<String> allowed, Routing routing, Neighbours all) {
        SortedMap<AgentName, Set<String>> takers = new TreeMap<>();
        group(all.registry().pool(version).takers(), allowed.and(all::takesHere), all, takers);
        Set<AgentName> here = Set.copyOf(takers.keySet());
        Predicate<String> elsewhere = id ->
                all.takesElsewhere(id) && all.nameOf(id).filter(here::contains).isEmpty();
        group(cluster.pool(version).takers(), allowed.and(elsewhere), all, takers);
        List<Target> targets = new ArrayList<>(takers.size());
        takers.forEach((name, ids) -> {
            Optional<Target> bound = all.bound(name)
                    .filter(target -> target.agentId()
                            .filter(id -> ids.contains(id) || all.offers(id, version))
                            .isPresent());
            bound.or(() -> ids.size() == 1
                            ? ids.stream().findFirst().flatMap(all::target)
                            : pick(
                                    all.registry().pool(name),
                                    cluster.pool(name),
                                    "agent " + name,
                                    new Routing(routing.strategy(), routing.balance(), List.of(), false),
                                    all,
                                    ids::contains))
                    .ifPresent(targets::add);
        });
        return targets;
    }

    private static void group(
            List<String> ids, Predicate<String> wanted, Neighbours all, SortedMap<AgentName, Set<String>> byName) {
        for (String id : ids) {
            if (wanted.test(id)) {
                all.nameOf(id)
                        .ifPresent(name -> byName.computeIfAbsent(name, n -> new HashSet<>())
                                .add(id));
            }
        }
    }

    private Unroutable unroutable(Capability wanted, RegistryView registry) {
        return new Unroutable("capability", "nobody else offers '" + wanted + "'", Suggestions.later(() -> {
            SortedMap<String, SortedSet<String>> known = new TreeMap<>(registry.capabilities());
            cluster.capabilities()
                    .forEach((name, versions) -> known.merge(name, versions, (some, more) -> {
                        SortedSet<String> both = new TreeSet<>(some);
                        both.addAll(more);
                        return both;
                    }));
            List<String> otherVersions = known.getOrDefault(wanted.name(), new TreeSet<>()).stream()
                    .map(v -> wanted.withVersion(v).toString())
                    .toList();
            return otherVersions.isEmpty() ? Suggestions.near(wanted.name(), known.keySet()) : otherVersions;
        }));
    }
}
