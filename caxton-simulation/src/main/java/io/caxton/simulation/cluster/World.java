package io.caxton.simulation.cluster;

import io.caxton.core.agent.AgentName;
import io.caxton.core.delivery.Delivery;
import io.caxton.core.engine.EngineSettings;
import io.caxton.simulation.Fault;
import io.caxton.simulation.SkewedClock;
import io.caxton.simulation.Timeline;
import io.caxton.simulation.cluster.Disk.Crash;
import io.caxton.simulation.cluster.Ledger.Sent;
import io.caxton.simulation.swim.SwimCluster;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/** Machines with nodes on a network, and those outside who use them. */
final class World {
    static final List<String> NAMES = List.of("ann", "ben", "cleo");
    static final String WORK = "work";

    private static final Duration LOOK = Duration.ofMillis(250);

    private final RandomGenerator random;
    private final Sabotage sabotage;
    private final boolean mayMove;
    private final SwimCluster swim;
    private final Counts counts = new Counts();
    private final Ledger ledger = new Ledger();
    private final ClusterInvariants invariants = new ClusterInvariants(this);
    private final Senders senders;
    private final Calls calls;
    private final List<Machine> machines = new ArrayList<>();
    private final List<Receiver> receivers = new ArrayList<>();
    private final Map<String, Set<String>> remembered = new HashMap<>();
    private boolean unsettled;
    private boolean calm;

    /** @param mayMove whether agents move, disks are lost, nodes drain, and networks are cut for longer than nodes are remembered */
    World(RandomGenerator random, boolean mayMove, Sabotage sabotage) {
        this.random = random;
        this.sabotage = sabotage;
        this.mayMove = mayMove;
        this.swim = new SwimCluster(Tuning.MEMBERSHIP, random, true);
        this.senders = new Senders(this);
        this.calls = new Calls(swim, counts, id -> node(Node.number(id)));
        swim.listen((name, event) -> node(Node.number(name)).ifPresent(node -> node.told(event)));
    }

    RandomGenerator random() {
        return random;
    }

    Sabotage sabotage() {
        return sabotage;
    }

    boolean mayMove() {
        return mayMove;
    }

    SwimCluster swim() {
        return swim;
    }

    Timeline timeline() {
        return swim.timeline();
    }

    Counts counts() {
        return counts;
    }

    Ledger ledger() {
        return ledger;
    }

    ClusterInvariants invariants() {
        return invariants;
    }

    Senders senders() {
        return senders;
    }

    Calls calls() {
        return calls;
    }

    List<Receiver> receivers() {
        return receivers;
    }

    List<Machine> machines() {
        return machines;
    }

    Machine machine(int number) {
        return machines.get(number);
    }

    Optional<Machine> machine(String id) {
        int number = Node.number(id);
        return number < machines.size() ? Optional.of(machines.get(number)) : Optional.empty();
    }

    boolean isLost(String id) {
        return machine(id).filter(Machine::isLost).isPresent();
    }

    EngineSettings engineSettings() {
        return Tuning.engine(sabotage == Sabotage.BOUNDLESS_MAILBOXES ? Integer.MAX_VALUE : Tuning.MAILBOX);
    }

    /** Something happened after which lanes may have changed hands anywhere. */
    void unsettle() {
        unsettled = true;
    }

    boolean isSettled() {
        return !unsettled && counts.of(Happening.NODE_FORGOTTEN) == 0;
    }

    boolean isCalm() {
        return calm;
    }

    /** A receiver of this name notes a message. True if it is new to it: all instances of a name have one memory. */
    boolean remember(String name, String messageId) {
        return remembered.computeIfAbsent(name, n -> new HashSet<>()).add(messageId);
    }

    /** Processes that run, paused or not. */
    List<Node> running() {
        return machines.stream().flatMap(machine -> machine.process().stream()).toList();
    }

    Optional<Node> node(int number) {
        return number < machines.size() ? machines.get(number).process() : Optional.empty();
    }

    Optional<Node> anyReady() {
        List<Node> ready = running().stream().filter(Node::isReady).toList();
        return ready.isEmpty() ? Optional.empty() : Optional.of(ready.get(random.nextInt(ready.size())));
    }

    void addReceiver(String name) {
        Receiver receiver = new Receiver(this, name, random.nextInt(machines.size()));
        receivers.add(receiver);
        receiver.start();
    }

    /** A node that is new, with an id and a disk of its own. */
    void join() {
        SkewedClock clock =
                new SkewedClock(Duration.ofMillis(random.nextInt(60_000)), 1 + (random.nextDouble() - 0.5) * 0.001);
        swim.faults().add(Fault.CLOCK_SKEWED);
        Machine machine = new Machine(machines.size(), new Disk(random, this::surprised), clock);
        machines.add(machine);
        start(machine);
    }

    private void surprised(Throwable failure) {
        invariants.violated("nothing fails that should not", failure.toString());
    }

    private void start(Machine machine) {
        List<Integer> seeds =
                running().stream().map(node -> node.machine().number()).limit(3).toList();
        Node node = new Node(this, machine);
        machine.runs(node);
        node.start(seeds);
    }

    /** Starts a machine again whose process has ended; one whose disk is lost stays away. */
    void startAgain(Machine machine) {
        if (!machine.isLost() && machine.process().isEmpty()) {
            counts.add(Happening.RESTARTED);
            start(machine);
        }
    }

    /** As by kill -9, or a power cut. */
    void crash(Machine machine) {
        machine.process().ifPresent(node -> {
            counts.add(Happening.CRASHED);
            ClusterChaos.explain(this, machine);
            end(node);
            List<Crash> ways = List.of(Crash.values());
            Crash how = ways.get(random.nextInt(ways.size()));
            if (machine.disk().crash(how)) {
                counts.add(
                        switch (how) {
                            case BEFORE_SYNC -> Happening.CRASHED_BEFORE_SYNC;
                            case TORN -> Happening.WRITE_TORN;
                            case AFTER_SYNC -> Happening.CRASHED_AFTER_SYNC;
                        });
            }
            if (sabotage == Sabotage.DISK_LIES) {
                machine.disk().lose();
            }
        });
    }

    private void end(Node node) {
        node.computer().stop();
        if (node.isReady() || swim.isRunning(node.machine().number())) {
            swim.kill(node.machine().number());
        }
    }

    /** It has said goodbye. */
    void stopped(Node node) {
        ClusterChaos.explain(this, node.machine());
        node.computer().stop();
        node.machine().disk().crash(Crash.AFTER_SYNC);
    }

    /** The process dies, and its disk with it. What was in no other place may be lost. */
    void loseDisk(Machine machine) {
        counts.add(Happening.DISK_LOST);
        unsettle();
        for (Sent message : ledger.all()) {
            boolean elsewhere = machines.stream()
                    .filter(other -> other != machine && !other.isLost())
                    .anyMatch(other ->
                            find(other, message).isPresent() && !other.disk().isBusy());
            if (!elsewhere && !ledger.wasHandled(message)) {
                ledger.lostWithDisk(message);
            }
            if (find(machine, message).isPresent()) {
                ledger.explain(message.id());
            }
        }
        machine.process().ifPresent(this::end);
        machine.lose();
    }

    private static Optional<Delivery> find(Machine machine, Sent message) {
        return machine.disk().read(tx -> tx.deliveries().find(message.id(), new AgentName(message.receiver())));
    }

    void pause(Node node) {
        node.computer().pause();
        if (swim.isRunning(node.machine().number())) {
            swim.pause(node.machine().number());
        }
    }

    void resume(Node node) {
        if (node.computer().isRunning() && node.computer().isPaused()) {
            node.computer().resume();
            if (swim.isRunning(node.machine().number())) {
                swim.resume(node.machine().number());
            }
        }
    }

    /** Everything that went wrong ends, and everybody comes back. */
    void calm() {
        calm = true;
        senders.stop();
        swim.network().heal();
        for (Machine machine : machines) {
            machine.disk().getRoom(timeline().now());
            machine.process().ifPresent(this::resume);
            startAgain(machine);
        }
        receivers.forEach(Receiver::live);
    }

    /** Those that ended meanwhile start again. */
    void tend() {
        machines.forEach(this::startAgain);
    }

    /** For what is told about a run. */
    String describe() {
        return running().stream()
                .map(node -> node.id() + (node.isReady() ? "" : " not ready") + (node.isLeaving() ? " leaving" : "")
                        + " at " + node.now() + ": " + node.forwarding().describe())
                .collect(Collectors.joining("\n"));
    }

    void run(Duration time) {
        for (Duration passed = Duration.ZERO; passed.compareTo(time) < 0; passed = passed.plus(LOOK)) {
            swim.run(LOOK);
            invariants.checkBounds();
            invariants.rethrow();
        }
    }
}
