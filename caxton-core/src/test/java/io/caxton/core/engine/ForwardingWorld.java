package io.caxton.core.engine;

import io.caxton.core.agent.AgentInstance;
import io.caxton.core.agent.AgentName;
import io.caxton.core.agent.Capability;
import io.caxton.core.conversation.ConversationPolicy;
import io.caxton.core.delivery.Delivery;
import io.caxton.core.delivery.DeliveryPolicy;
import io.caxton.core.delivery.DeliveryState;
import io.caxton.core.delivery.Outbox;
import io.caxton.core.delivery.RetryPolicy;
import io.caxton.core.engine.AcceptResult.Accepted;
import io.caxton.core.engine.Mailboxes.Leased;
import io.caxton.core.message.Guarantee;
import io.caxton.core.message.Message;
import io.caxton.core.message.MessageBuilder;
import io.caxton.core.message.Performative;
import io.caxton.core.message.Priority;
import io.caxton.core.message.Recipient;
import io.caxton.core.message.Routing;
import io.caxton.core.storage.LocalState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Nodes whose engines forward to each other over a link that loses, repeats and reorders, and that crash between any two
 * transactions. Agents handle what they get, each message once; in the end everything must have come to its outcome.
 */
public final class ForwardingWorld {
    static final EngineSettings SETTINGS = new EngineSettings(
            new DeliveryPolicy(
                    Duration.ofSeconds(10),
                    Duration.ofMinutes(30),
                    new RetryPolicy(1_000, Duration.ofSeconds(1), 2.0, Duration.ofSeconds(10), 0),
                    Duration.ofDays(7),
                    6,
                    8),
            new ConversationPolicy(100_000, 100, Duration.ofDays(1)),
            RetentionPolicy.DEFAULT,
            100);

    private static final List<String> NODES = List.of("a", "b", "c");
    private static final List<String> NAMES = List.of("ann", "ben", "cleo");

    /** What breaks a promise on purpose, so that a test sees that it is noticed. */
    public enum Sabotage {
        NONE,
        TAKEN_WITHOUT_TAKING,
        REPORTS_LOST,
        BATCHES_REVERSED
    }

    private record Sent(
            String id, String node, String sender, String conversation, List<String> receivers, boolean once) {
        String lane(String receiver) {
            return node + " " + sender + " " + conversation + " " + receiver;
        }
    }

    /** Where the nodes keep what must survive a crash. */
    public interface Nodes {
        /** An empty one. */
        LocalState open(String nodeId);

        /** What is kept of it after a crash. */
        LocalState crash(String nodeId, LocalState before);
    }

    private final Nodes states;
    private final Random random;

    /** In every other world nobody moves and no node is given up, so that order must hold throughout. */
    private final boolean settled;

    /**
     * In some of those nothing else happens than that node b drains: order must hold across that too. But not for what c has
     * accepted and b gives back to it, which c may overtake with what it accepts meanwhile.
     */
    private final boolean onlyDrains;

    private final Sabotage sabotage;
    private final Map<String, EngineFixture> nodes = new TreeMap<>();
    private final Map<String, Integer> incarnations = new HashMap<>();
    private final Map<String, AgentInstance> agents = new LinkedHashMap<>();
    private final Set<String> cut = new HashSet<>();
    private final ForwardingLink link = new ForwardingLink(this);
    private final Map<String, Sent> sent = new LinkedHashMap<>();
    private final Map<String, String> handledBy = new LinkedHashMap<>();
    private final Map<String, Integer> happened = new LinkedHashMap<>();
    private int ids;
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    public ForwardingWorld(long seed, Sabotage sabotage, Nodes states) {
        this.states = states;
        this.random = new Random(seed);
        this.sabotage = sabotage;
        this.settled = seed % 2 == 0;
        this.onlyDrains = seed % 8 == 0;
        for (String id : NODES) {
            EngineFixture node =
                    new EngineFixture(id, states.open(id), SETTINGS, random.nextLong(), EngineListener.NONE);
            node.now = now;
            nodes.put(id, node);
            incarnations.put(id, 0);
        }
        register("a", "ann");
        register("b", "ben");
        register("c", "cleo");
        if (random.nextBoolean()) {
            register("c", "ben");
        }
        NODES.forEach(this::look);
    }

    private void register(String node, String name) {
        AgentInstance agent = node(node).register(name, 4, "work");
        agents.put(agent.agentId(), agent);
    }

    EngineFixture node(String id) {
        return Optional.ofNullable(nodes.get(id)).orElseThrow();
    }

    /** Runs that many random steps and then until all is quiet; what happened. Throws with what is wrong in the end. */
    public Map<String, Integer> run(int steps) {
        for (int i = 0; i < steps; i++) {
            agents.values().forEach(a -> node(a.nodeId()).engine.agents().renew(now, a.agentId()));
            switch (random.nextInt(24)) {
                case 0, 1, 2, 3, 4 -> send();
                case 5, 6, 7 -> receive(pick(List.copyOf(agents.values())));
                case 8, 9, 10 -> link.forward(pick(NODES), pick(NODES), pick(List.of(Priority.values())));
                case 11, 12 -> link.report(pick(NODES), pick(NODES));
                case 13, 14, 15, 16, 17, 18 -> link.step();
                case 19 -> look(pick(NODES));
                case 20 -> node(pick(NODES)).pass(Duration.ZERO);
                case 21 -> pass(Duration.ofSeconds(1 + random.nextInt(8)));
                case 22 -> disturb();
                default -> move();
            }
            if (i % 16 == 0) {
                NODES.forEach(this::checkHeads);
            }
        }
        calm();
        check();
        return happened;
    }

    private void pass(Duration time) {
        now = now.plus(time);
        nodes.values().forEach(node -> {
            node.now = now;
            agents.values().forEach(a -> node(a.nodeId()).engine.agents().renew(now, a.agentId()));
            node.pass(Duration.ZERO);
        });
    }

    private void send() {
        String node = pick(NODES);
        boolean client = random.nextInt(3) == 0;
        String sender = client ? "client-" + node : pick(NAMES);
        String receiver = pick(NAMES);
        String conversation = "c" + random.nextInt(3) + (client ? node : "");
        if (sender.equals(receiver)) {
            return;
        }
        boolean once = random.nextInt(8) == 0;
        boolean known = random.nextInt(4) > 0;
        Recipient to = known
                ? new Recipient.ToAgent(new AgentName(receiver))
                : new Recipient.ToCapability(Capability.parse("capability", "work"));
        accept(
                node,
                sender,
                conversation,
                Message.builder(
                                "m" + ids++,
                                Performative.REQUEST,
                                new AgentName(sender),
                                to,
                                JsonNodeFactory.instance.stringNode("x".repeat(random.nextInt(200))))
                        .routing(routing(!known))
                        .guarantee(once ? Guarantee.AT_MOST_ONCE : Guarantee.AT_LEAST_ONCE));
    }

    private Routing routing(boolean byCapability) {
        Routing.Strategy strategy =
                byCapability && random.nextBoolean() ? Routing.Strategy.BROADCAST : Routing.Strategy.SINGLE;
        return new Routing(strategy, pick(List.of(Routing.Balance.values())), List.of(), random.nextBoolean());
    }

    private void accept(String node, String sender, String conversation, MessageBuilder message) {
        Message built = message.conversation(conversation)
                .priority(pick(List.of(Priority.values())))
                .build();
        AcceptResult result = node(node).send(Submission.of(built));
        if (result instanceof Accepted accepted) {
            if (accepted.deliveries().isEmpty()) {
                count("kept for one who is not registered");
                return;
            }
            List<String> receivers = accepted.deliveries().stream()
                    // One of several may have a full mailbox: that is its outcome.
                    .filter(d -> d.state() != DeliveryState.REFUSED)
                    .map(d -> d.agentName().value())
                    .toList();
            boolean once = built.guarantee() == Guarantee.AT_MOST_ONCE;
            sent.put(built.id(), new Sent(built.id(), node, sender, conversation, receivers, once));
            count("accepted");
            accepted.deliveries().stream()
                    .filter(d -> d.agentId().filter(Outbox::isOutbox).isPresent())
                    .forEach(d -> count("accepted for another node"));
            if (receivers.size() > 1) {
                count("broadcast");
            }
        } else {
            count(result.getClass().getSimpleName());
        }
    }

    /** An agent leases, and handles what it has not handled before; sometimes it answers, gives back or forgets. */
    private void receive(AgentInstance agent) {
        EngineFixture node = node(agent.nodeId());
        for (Leased leased : node.lease(agent, 3)) {
            Message message = leased.message().message();
            if (message.sender().equals(AgentName.NODE)) {
                node.ack(agent, message.id());
                count("notices");
                continue;
            }
            int fate = random.nextInt(10);
            if (fate == 0) {
                count("forgotten by its agent");
                continue;
            }
            if (fate == 1) {
                node.nack(agent, message.id(), true);
                count("given back");
                continue;
            }
            boolean first = handledBy.putIfAbsent(message.id() + "/" + agent.name(), agent.agentId()) == null;
            count(first ? "handled" : "handed out again");
            if (first) {
                checkOrder(message.id(), agent);
                if (message.performative() == Performative.REQUEST && random.nextInt(2) == 0) {
                    reply(agent, message);
                }
            }
            node.ack(agent, message.id());
        }
    }

    private void reply(AgentInstance agent, Message message) {
        accept(
                agent.nodeId(),
                agent.name().value(),
                message.conversationId(),
                Message.builder(
                                "m" + ids++,
                                Performative.INFORM,
                                agent.name(),
                                new Recipient.ToAgent(message.sender()),
                                JsonNodeFactory.instance.stringNode("done"))
                        .inReplyTo(message.replyWith()));
    }

    private final Map<String, List<String>> order = new HashMap<>();
    private final Map<String, Set<String>> handlers = new HashMap<>();
    private final List<String> faults = new ArrayList<>();

    private void checkOrder(String id, AgentInstance agent) {
        Optional.ofNullable(sent.get(id)).filter(s -> !s.once()).ifPresent(s -> {
            String lane = s.lane(agent.name().value());
            order.computeIfAbsent(lane, l -> new ArrayList<>()).add(id);
            handlers.computeIfAbsent(lane, l -> new HashSet<>()).add(agent.agentId());
        });
    }

    Random random() {
        return random;
    }

    Instant now() {
        return now;
    }

    Sabotage sabotage() {
        return sabotage;
    }

    boolean isCut(String one, String other) {
        return cut.contains(one + other) || cut.contains(other + one);
    }

    int incarnation(String node) {
        return incarnations.getOrDefault(node, 0);
    }

    /** A node learns who is where now. */
    private void look(String id) {
        EngineFixture node = node(id);
        NODES.stream()
                .filter(other -> !other.equals(id))
                .forEach(other -> node.cluster.say(
                        other, node(other).registry.all(), !cut.contains(id + other) && !cut.contains(other + id)));
        node.engine.forwarding().routesChanged();
        while (node.run(tx -> node.engine.forwarding().reroute(tx, 1 + random.nextInt(3)))) {
            // Until all was looked at.
        }
    }

    private void disturb() {
        if (onlyDrains) {
            if (random.nextInt(8) == 0) {
                drain(NODES.get(1));
            }
            return;
        }
        switch (random.nextInt(5)) {
            case 0, 1 -> {
                String link = pick(NODES) + pick(NODES);
                if (!cut.remove(link)) {
                    cut.add(link);
                    count("cut");
                }
                NODES.forEach(this::look);
            }
            case 2 -> crash(pick(NODES));
            case 3 -> {
                if (!settled) {
                    drain(pick(NODES));
                }
            }
            default -> {
                String id = pick(NODES);
                String gone = pick(NODES);
                if (!settled && random.nextInt(4) == 0 && !id.equals(gone)) {
                    EngineFixture node = node(id);
                    while (node.run(tx -> node.engine.forwarding().peerForgotten(tx, now, gone, 2))) {
                        // Until nothing is there.
                    }
                    count("forgotten node");
                }
            }
        }
    }

    private void crash(String id) {
        incarnations.merge(id, 1, Integer::sum);
        EngineFixture after = new EngineFixture(
                id, states.crash(id, node(id).state), SETTINGS, random.nextLong(), EngineListener.NONE);
        after.now = now;
        after.restart();
        nodes.put(id, after);
        look(id);
        count("crash");
    }

    /** A node gives others what it can, until it crashes: as if it were stopped and started, but no goodbye hides it. */
    private void drain(String id) {
        node(id).engine.drain().begin();
        look(id);
        count("drain");
    }

    private void endDrains() {
        for (String id : NODES) {
            Drain drain = node(id).engine.drain();
            if (drain.isOn()) {
                happened.merge("moved by a drain", (int) drain.moved(), Integer::sum);
                if (!onlyDrains) {
                    crash(id);
                }
            }
        }
    }

    /** An agent leaves, and one of its name comes elsewhere. */
    private void move() {
        if (settled || random.nextInt(3) > 0) {
            return;
        }
        AgentInstance agent = pick(List.copyOf(agents.values()));
        EngineFixture node = node(agent.nodeId());
        node.run(tx -> node.engine.agents().deregister(tx, now, agent.agentId()));
        agents.remove(agent.agentId());
        register(pick(NODES), agent.name().value());
        count("moved");
    }

    private void calm() {
        cut.clear();
        endDrains();
        for (int round = 0; round < 200 && !isQuiet(); round++) {
            NODES.forEach(this::look);
            for (String from : NODES) {
                for (String to : NODES) {
                    for (Priority priority : Priority.values()) {
                        link.forward(from, to, priority);
                    }
                    link.report(from, to);
                }
            }
            link.carryAll();
            List.copyOf(agents.values()).forEach(this::receive);
            pass(Duration.ofSeconds(3));
        }
    }

    private boolean isQuiet() {
        return nodes.values().stream()
                .allMatch(node -> node.state.read(tx -> tx.reports().nodes().isEmpty()
                        && tx.deliveries().counts().entrySet().stream()
                                .allMatch(e -> e.getKey() == DeliveryState.DEAD || e.getValue() == 0)));
    }

    private void check() {
        nodes.forEach((id, node) -> {
            Map<DeliveryState, Long> left =
                    node.state.read(tx -> tx.deliveries().counts());
            left.forEach((state, n) -> {
                if (state != DeliveryState.DEAD && n > 0) {
                    faults.add("node " + id + " has " + n + " " + state + ": "
                            + node.state.read(tx -> sent.keySet().stream()
                                    .flatMap(m -> tx.deliveries().ofMessage(m).stream())
                                    .filter(d -> !d.state().isFinal())
                                    .limit(7)
                                    .toList()));
                }
            });
            List<String> waiting = node.state.read(tx -> tx.reports().nodes());
            if (!waiting.isEmpty()) {
                faults.add("node " + id + " has reports for " + waiting);
            }
            checkHeads(id);
        });
        sent.values().forEach(this::checkOutcome);
        order.forEach((lane, ids) -> {
            boolean moved = handlers.getOrDefault(lane, Set.of()).size() > 1;
            boolean atTheTaker = onlyDrains && lane.startsWith("c ");
            boolean ordered = (settled && !moved) || onlyDrains;
            List<Integer> numbers =
                    ids.stream().map(id -> Integer.valueOf(id.substring(1))).toList();
            if (atTheTaker) {
                count("lanes that came back");
            } else if (ordered && !numbers.stream().sorted().toList().equals(numbers)) {
                faults.add("out of order in " + lane + ": " + ids);
            }
            if (ordered && !atTheTaker && ids.size() > 1) {
                count(moved ? "lanes in order across a drain" : "lanes in order");
            }
        });
        if (!faults.isEmpty()) {
            throw new AssertionError(String.join("\n", faults));
        }
    }

    private void checkOutcome(Sent message) {
        for (String receiver : message.receivers()) {
            String what = message + " to " + receiver;
            Optional<Delivery> found =
                    node(message.node()).state.read(tx -> tx.deliveries().find(message.id(), new AgentName(receiver)));
            DeliveryState state = found.map(Delivery::state).orElse(DeliveryState.QUEUED);
            boolean toClient = receiver.startsWith("client");
            if (!state.isFinal()) {
                faults.add(what + " is " + found);
            } else if (state == DeliveryState.HANDLED
                    && !toClient
                    && !handledBy.containsKey(message.id() + "/" + receiver)) {
                faults.add(what + " is said to be handled and was not");
            } else if (!message.once() && state != DeliveryState.HANDLED) {
                faults.add(what + " ended " + found);
            } else if (toClient && state == DeliveryState.HANDLED && !isAtClient(message)) {
                faults.add(what + " is not where its client looks");
            }
            count(state.name());
        }
    }

    /** Clients look at the node that they spoke to, whose id is at the end of their conversation's. */
    private boolean isAtClient(Sent message) {
        String conversation = message.conversation();
        String node = conversation.substring(conversation.length() - 1);
        count("found by its client");
        return node(node).state.read(tx -> tx.messages().find(message.id()).isPresent());
    }

    /** Exactly the first unfinished delivery of a lane is its head. */
    private void checkHeads(String id) {
        EngineFixture node = node(id);
        node.state.read(tx -> {
            for (Sent message : sent.values()) {
                tx.deliveries().ofMessage(message.id()).stream()
                        .filter(d -> d.state().isInLane())
                        .forEach(d -> {
                            boolean first = tx.deliveries()
                                    .firstUnfinished(d.agentName(), d.conversationId())
                                    .filter(d::equals)
                                    .isPresent();
                            if (first != d.head()) {
                                throw new AssertionError("node " + id + " head should be " + first + ": " + d);
                            }
                        });
            }
            return true;
        });
    }

    void count(String what) {
        happened.merge(what, 1, Integer::sum);
    }

    <T> T pick(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
