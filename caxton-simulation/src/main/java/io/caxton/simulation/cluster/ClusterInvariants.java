package io.caxton.simulation.cluster;

import io.caxton.core.agent.AgentInstance;
import io.caxton.core.agent.AgentName;
import io.caxton.core.cluster.AgentProfile;
import io.caxton.core.cluster.ClusterAgent;
import io.caxton.core.cluster.ClusterFigures;
import io.caxton.core.delivery.Delivery;
import io.caxton.core.delivery.DeliveryState;
import io.caxton.core.delivery.Outbox;
import io.caxton.simulation.Violation;
import io.caxton.simulation.cluster.Ledger.Handling;
import io.caxton.simulation.cluster.Ledger.Sent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What must hold in a cluster, whatever goes wrong. The first violation is kept until {@link #rethrow}: futures swallow what is thrown. */
final class ClusterInvariants {
    static final String OUTCOME = "every accepted message comes to its outcome";
    static final String ONCE = "a receiver that remembers handles nothing twice";
    static final String NO_REPEAT = "what was acknowledged is handed out again only after a fault";
    static final String ORDER = "a conversation is in order while it stays with one instance";
    static final String SAME_AGENTS = "all know the same agents after calm, those that each node has";
    static final String FENCED_OFF = "nothing is accepted for an instance that is known to be fenced off";
    static final String BOUNDS = "nothing is unbounded";

    /** Until a node that knows an instance to be another's has written that down. */
    private static final Duration FENCE_GRACE = Duration.ofMillis(1_500);

    /** What comes back to a node is never refused, so that a mailbox may hold more than it accepts. */
    private static final int MOST_IN_MAILBOX = 3 * Tuning.MAILBOX;

    private static final int MOST_REPORTS = 400;
    private static final int MOST_STEPS = 2_000;
    private static final int MOST_PLANNED = 20_000;

    private final World world;
    private @Nullable Violation first;

    ClusterInvariants(World world) {
        this.world = world;
    }

    /** Throws what was found, if anything was. */
    void rethrow() {
        if (first != null) {
            throw first;
        }
    }

    void violated(String invariant, String what) {
        if (first == null) {
            first = new Violation(invariant, "at " + world.timeline().now() + " " + what);
        }
    }

    private void require(boolean holds, String invariant, Supplier<String> what) {
        if (!holds) {
            violated(invariant, what.get());
        }
    }

    /** A receiver is handed a message. */
    void handedOut(Node node, AgentInstance agent, String id) {
        boolean repeated = world.ledger().isAcknowledged(id, agent.name().value());
        if (repeated) {
            world.counts().add(Happening.HANDED_OUT_AGAIN);
        }
        require(
                !repeated || world.ledger().isExplained(id),
                NO_REPEAT,
                () -> node.id() + " hands " + id + " to " + agent.agentId() + " of " + agent.name()
                        + ", which was acknowledged before; known at "
                        + world.ledger()
                                .find(id, agent.name().value())
                                .map(this::where)
                                .orElse("no node that accepted it"));
    }

    /** A receiver has done what a message asks for. */
    void handled(Node node, AgentInstance agent, String id, int number) {
        int times = world.ledger().effect(number, agent.name().value());
        require(
                times == 1,
                ONCE,
                () -> agent.agentId() + " of " + agent.name() + " at " + node.id() + " did what " + id + " says, "
                        + times + " times in all");
    }

    /** A node has a new message, from a client or another node. */
    void accepted(Node node, String id) {
        for (Delivery delivery :
                node.machine().disk().read(tx -> tx.deliveries().ofMessage(id))) {
            delivery.agentId()
                    .filter(holder -> delivery.state() == DeliveryState.QUEUED && !Outbox.isOutbox(holder))
                    .flatMap(node.directory()::fencedOffSince)
                    .ifPresent(since -> require(
                            latest(since, node.machine().disk().writableSince())
                                    .plus(FENCE_GRACE)
                                    .isAfter(world.timeline().now()),
                            FENCED_OFF,
                            () -> node.id() + " puts " + id + " into the mailbox of " + delivery.agentId()
                                    + ", which it knows since " + since + " to be at "
                                    + node.agents()
                                            .view()
                                            .find(delivery.agentId().orElseThrow())));
        }
    }

    private static Instant latest(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    /** Looks at everything that could grow. */
    void checkBounds() {
        bound("things planned", world.timeline().size(), MOST_PLANNED, "the simulation");
        for (Node node : world.running()) {
            checkBounds(node);
        }
    }

    private void checkBounds(Node node) {
        ClusterFigures figures = node.agents().figures();
        bound("nodes known", figures.nodes(), Tuning.DIRECTORY.maxNodes(), node.id());
        bound("strangers", figures.strangers(), Tuning.DIRECTORY.maxStrangers(), node.id());
        bound("departed nodes", figures.departed(), Tuning.DIRECTORY.maxNodes(), node.id());
        bound(
                "tombstones",
                figures.tombstones(),
                (long) Tuning.DIRECTORY.maxTombstones() * (figures.nodes() + 1),
                node.id());
        bound("batches in flight", node.forwarding().mostInFlight(), Tuning.BATCHES, node.id());
        bound("lines", node.forwarding().lines(), Tuning.DIRECTORY.maxNodes(), node.id());
        bound("waiting steps", node.computer().waiting(), MOST_STEPS, node.id());
        for (String name : World.NAMES) {
            int depth = node.machine().disk().read(tx -> tx.deliveries().depth(new AgentName(name)));
            bound("messages for " + name, depth, MOST_IN_MAILBOX, node.id());
        }
        int reports = node.machine()
                .disk()
                .read(tx -> tx.reports().nodes().stream()
                        .mapToInt(to -> tx.reports().of(to, MOST_REPORTS + 1).size())
                        .sum());
        bound("reports", reports, MOST_REPORTS, node.id());
    }

    private void bound(String what, long found, long most, String where) {
        require(found <= most, BOUNDS, () -> where + " has " + found + " " + what + ", more than " + most);
    }

    /** Whether everything has come to its end, nothing is on its way, and all know the same. */
    boolean isQuiet() {
        return unfinished().isEmpty()
                && reports().isEmpty()
                && world.running().stream().allMatch(node -> node.forwarding().inFlight() == 0)
                && differences().isEmpty();
    }

    /** After calm. */
    void checkEnd() {
        checkOutcomes();
        checkOrder();
        List<String> differences = differences();
        require(differences.isEmpty(), SAME_AGENTS, () -> String.join("\n", differences));
        List<String> reports = reports();
        require(reports.isEmpty(), BOUNDS, () -> "reports are left: " + reports);
        for (Node node : world.running()) {
            bound("calls in flight after calm", node.forwarding().inFlight(), 0, node.id());
        }
        rethrow();
    }

    private List<String> unfinished() {
        List<String> left = new ArrayList<>();
        for (Machine machine : world.machines()) {
            if (!machine.isLost()) {
                Map<DeliveryState, Long> counts =
                        machine.disk().read(tx -> tx.deliveries().counts());
                long all = counts.entrySet().stream()
                        .filter(e -> e.getKey() != DeliveryState.DEAD)
                        .mapToLong(Map.Entry::getValue)
                        .sum();
                if (all > forLostClients(machine)) {
                    left.add(machine.id() + " has " + counts);
                }
            }
        }
        return left;
    }

    /** What waits for clients whose node, or the node that the way to them leads by, is gone for good: until its deadline. */
    private long forLostClients(Machine machine) {
        if (world.counts().of(Happening.DISK_LOST) == 0) {
            return 0;
        }
        List<AgentName> clients = world.machines().stream()
                .map(other -> new AgentName("client-" + other.id()))
                .toList();
        return machine.disk().read(tx -> {
            long waiting = clients.stream()
                    .mapToLong(name -> tx.deliveries().depth(name))
                    .sum();
            return waiting
                    + tx.deliveries().outboxes().stream()
                            .flatMap(outbox -> tx.deliveries().forwardedTo(outbox, Integer.MAX_VALUE).stream())
                            .filter(d -> clients.contains(d.agentName()))
                            .count();
        });
    }

    private boolean isForLostClient(Sent message) {
        return message.isToClient() && world.counts().of(Happening.DISK_LOST) > 0;
    }

    /** Those for nodes that are gone for good wait until they are too old. */
    private List<String> reports() {
        return world.machines().stream()
                .filter(machine -> !machine.isLost())
                .flatMap(machine -> machine.disk().read(tx -> tx.reports().nodes()).stream()
                        .filter(to -> !world.isLost(to))
                        .map(to -> machine.id() + " for " + to))
                .toList();
    }

    private void checkOutcomes() {
        for (Sent message : world.ledger().all()) {
            if (isForLostClient(message)) {
                continue;
            }
            if (world.ledger().isLostWithDisk(message)) {
                world.counts().add(Happening.LOST_WITH_DISK);
            } else {
                checkOutcome(message);
            }
        }
        List<String> left = unfinished();
        require(left.isEmpty(), OUTCOME, () -> left + " that are not final: " + examples());
    }

    private void checkOutcome(Sent message) {
        Optional<Delivery> found = world.machine(message.node())
                .filter(machine -> !machine.isLost())
                .flatMap(machine -> deliveryAt(machine, message));
        boolean originLost =
                world.machine(message.node()).filter(Machine::isLost).isPresent();
        boolean handled = world.ledger().wasHandled(message);
        Supplier<String> what = () ->
                message + " is " + found + (handled ? ", and was handled; " : "; ") + "known at " + where(message);
        if (originLost) {
            boolean ended = handled
                    || message.isToClient()
                    || world.machines().stream()
                            .filter(machine -> !machine.isLost())
                            .flatMap(machine -> deliveryAt(machine, message).stream())
                            .anyMatch(d -> d.state().isFinal());
            require(ended, OUTCOME, what);
            return;
        }
        DeliveryState state = found.map(Delivery::state).orElse(DeliveryState.QUEUED);
        require(state.isFinal(), OUTCOME, what);
        if (!message.isToClient() && isTakenForClient(found)) {
            world.counts().add(Happening.TAKEN_FOR_CLIENT);
            return;
        }
        boolean said = state == DeliveryState.HANDLED && !message.isToClient();
        require(!said || handled, OUTCOME, () -> "said to be handled and was not: " + what.get());
        require(
                message.once() || message.isToClient() || state == DeliveryState.HANDLED,
                OUTCOME,
                () -> "not handled though it may be tried again: " + what.get());
    }

    /**
     * Who is registered nowhere that is known, and has spoken in the conversation, is taken for a client: what is for it is kept there,
     * or refused where the client is not. That happens to agents while a node that starts knows few of them, and while nodes leave or
     * are forgotten, and their agents with them.
     */
    private static boolean isTakenForClient(Optional<Delivery> found) {
        return found.flatMap(Delivery::reason)
                .filter(reason -> reason.startsWith("kept in the conversation")
                        || reason.startsWith("its receiver is not known at node"))
                .isPresent();
    }

    private static Optional<Delivery> deliveryAt(Machine machine, Sent message) {
        return machine.disk().read(tx -> tx.deliveries().find(message.id(), new AgentName(message.receiver())));
    }

    private String where(Sent message) {
        return world.machines().stream()
                .filter(machine -> !machine.isLost())
                .flatMap(machine -> deliveryAt(machine, message).stream()
                        .map(d -> machine.id() + " " + d.state() + " held by "
                                + d.agentId().orElse("nobody") + " "
                                + d.reason().orElse("") + ", bound to "
                                + bound(machine, message) + ", knows " + takers(machine, message)))
                .collect(Collectors.joining(", "));
    }

    private static Optional<String> bound(Machine machine, Sent message) {
        return machine.disk()
                .read(tx ->
                        tx.conversations().boundInstance(message.conversation(), new AgentName(message.receiver())));
    }

    private static List<String> takers(Machine machine, Sent message) {
        return machine.process().stream()
                .flatMap(node -> node.agents().view().page("", 1_000, false).stream())
                .filter(agent -> agent.profile().name().value().equals(message.receiver()))
                .map(agent -> agent.agentId() + " at " + agent.nodeId() + " " + agent.effectiveStatus())
                .toList();
    }

    private String examples() {
        return world.ledger().all().stream()
                .filter(message -> world.machines().stream()
                        .filter(machine -> !machine.isLost())
                        .flatMap(machine -> deliveryAt(machine, message).stream())
                        .anyMatch(d -> !d.state().isFinal()))
                .limit(5)
                .map(message -> message + " known at " + where(message))
                .collect(Collectors.joining("\n"));
    }

    private void checkOrder() {
        world.ledger().lanes().forEach((lane, handlings) -> {
            Handling last = handlings.get(handlings.size() - 1);
            boolean stayed =
                    handlings.stream().map(Handling::agentId).distinct().count() == 1
                            && world.ledger().isSettled(last.sent().receiver())
                            && world.isSettled();
            if (!stayed || handlings.size() < 2) {
                return;
            }
            List<Integer> numbers =
                    handlings.stream().map(h -> h.sent().number()).toList();
            world.counts().add(Happening.LANE_IN_ORDER);
            require(
                    numbers.stream().sorted().toList().equals(numbers),
                    ORDER,
                    () -> "lane " + lane + " was handled by " + last.agentId() + " in the order "
                            + handlings.stream().map(h -> h.sent().id()).toList());
        });
    }

    private List<String> differences() {
        List<String> differences = new ArrayList<>();
        Map<String, String> expected = new TreeMap<>();
        for (Node node : world.running()) {
            for (AgentInstance agent : node.registry().all()) {
                ClusterAgent known = new ClusterAgent(AgentProfile.of(agent), node.id(), agent.fence(), true);
                String other = expected.put(agent.agentId(), known.toString());
                if (other != null) {
                    differences.add(agent.agentId() + " is at two nodes: " + known + " and " + other);
                }
            }
        }
        for (Node node : world.running()) {
            Map<String, String> shown = new TreeMap<>();
            node.agents().view().page("", 10_000, false).forEach(a -> shown.put(a.agentId(), a.toString()));
            if (!shown.equals(expected)) {
                differences.add(node.id() + " knows " + shown + "\n  and there are " + expected);
            }
        }
        return differences;
    }
}
