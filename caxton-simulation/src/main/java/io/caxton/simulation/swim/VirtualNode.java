package io.caxton.simulation.swim;

import io.caxton.simulation.Fault;
import io.caxton.simulation.SkewedClock;
import io.caxton.simulation.Timeline;
import io.caxton.swim.ByteString;
import io.caxton.swim.Directive;
import io.caxton.swim.Member;
import io.caxton.swim.MemberState;
import io.caxton.swim.MemberStatus;
import io.caxton.swim.MembershipEvent;
import io.caxton.swim.NodeAddress;
import io.caxton.swim.NodeState;
import io.caxton.swim.ProtocolVersions;
import io.caxton.swim.Swim;
import io.caxton.swim.SwimMessage;
import io.caxton.swim.SwimSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/** One process that takes part, from its start to its end: it obeys directives, and can be paused and slowed. */
final class VirtualNode {
    /** What a socket keeps for a process that does not read; more is lost. */
    private static final int SOCKET_BUFFER = 512;

    private static final Duration LOOK_AROUND = Duration.ofSeconds(5);

    private final SwimCluster cluster;
    private final Timeline timeline;
    private final SkewedClock clock;
    private final RandomGenerator random;
    private final String name;
    private final NodeAddress address;
    private final Swim swim;
    private final Deque<Runnable> buffered = new ArrayDeque<>();
    private final Deque<Runnable> held = new ArrayDeque<>();
    private Instant planned = Instant.MAX;
    private Duration slowness = Duration.ZERO;
    private Instant busyUntil = Instant.EPOCH;
    private boolean paused;
    private boolean blocked;
    private boolean running = true;
    private boolean leaving;

    VirtualNode(
            SwimCluster cluster,
            SwimSettings settings,
            String name,
            NodeAddress address,
            SkewedClock clock,
            RandomGenerator random,
            ByteString meta) {
        this.cluster = cluster;
        this.timeline = cluster.timeline();
        this.clock = clock;
        this.random = random;
        this.name = name;
        this.address = address;
        Member me = new Member(
                name,
                address,
                meta,
                ProtocolVersions.OURS,
                new MemberState(1, MemberStatus.ALIVE),
                clock.read(timeline.now()));
        this.swim = new Swim(settings, me, 0, MessageSizes::of, random);
    }

    String name() {
        return name;
    }

    NodeAddress address() {
        return address;
    }

    Swim swim() {
        return swim;
    }

    boolean isRunning() {
        return running;
    }

    boolean isPaused() {
        return paused;
    }

    boolean isLeaving() {
        return leaving;
    }

    void start(List<NodeAddress> seeds) {
        obey(swim.start(now()));
        if (!seeds.isEmpty()) {
            call(node -> node.join(now(), seeds));
        }
        if (cluster.looksAround()) {
            timeline.after(LOOK_AROUND, this::lookAround);
        }
    }

    /** Asks one that it does not know, as a shell does with its seeds. */
    private void lookAround() {
        if (running && !leaving) {
            List<NodeAddress> strangers = cluster.strangersTo(this);
            if (!paused && !strangers.isEmpty()) {
                call(node -> node.join(now(), List.of(strangers.get(random.nextInt(strangers.size())))));
            }
            timeline.after(LOOK_AROUND, this::lookAround);
        }
    }

    void leave() {
        leaving = true;
        call(node -> node.leave(now()));
    }

    void kill() {
        running = false;
    }

    void pause() {
        paused = true;
    }

    void resume() {
        paused = false;
        read();
        tickWhenDue();
    }

    /** Its clocks run on, but what it sends and what is sent to it waits: it cannot keep up with its messages. */
    void block() {
        blocked = true;
    }

    void unblock() {
        blocked = false;
        while (!held.isEmpty() && running) {
            held.remove().run();
        }
        read();
    }

    private void read() {
        while (!buffered.isEmpty() && !paused && !blocked && running) {
            buffered.remove().run();
        }
    }

    /** From now on it takes up to so long to handle anything. */
    void slowDown(Duration by) {
        slowness = by;
    }

    private Instant now() {
        return clock.read(timeline.now());
    }

    private void call(Function<Swim, List<Directive>> call) {
        if (running) {
            obey(call.apply(swim));
        }
    }

    /** What comes from outside waits while the process is paused or blocked. */
    private void arrive(Runnable what) {
        if (running && !paused && !blocked) {
            handle(what);
        } else if (running) {
            keep(buffered, what);
        }
    }

    /** What goes outside waits while the process is blocked. */
    private void depart(Runnable what) {
        if (blocked) {
            keep(held, what);
        } else {
            what.run();
        }
    }

    private void keep(Deque<Runnable> waiting, Runnable what) {
        if (waiting.size() < SOCKET_BUFFER) {
            waiting.add(what);
        } else {
            cluster.faults().add(Fault.PACKET_LOST);
        }
    }

    private void handle(Runnable what) {
        if (slowness.isZero()) {
            what.run();
            return;
        }
        Instant free = busyUntil.isAfter(timeline.now()) ? busyUntil : timeline.now();
        busyUntil = free.plusNanos(random.nextLong(slowness.toNanos()));
        timeline.at(busyUntil, what);
    }

    private void obey(List<Directive> directives) {
        for (Directive directive : directives) {
            if (directive instanceof Directive.Tell tell) {
                told(tell.event());
            } else {
                depart(() -> send(directive));
            }
        }
        cluster.invariants().called(this);
        tickWhenDue();
    }

    private void send(Directive directive) {
        if (directive instanceof Directive.SendPacket packet) {
            cluster.traffic().count(packet);
            cluster.sendPacket(this, packet.to().address(), node -> node.receive(address, packet.messages()));
        } else if (directive instanceof Directive.ExchangeStates exchange) {
            exchange(exchange.to().address());
        } else if (directive instanceof Directive.PingOverStream ping) {
            pingOverStream(ping);
        } else if (directive instanceof Directive.SendOverStream message) {
            cluster.openStream(
                    this,
                    message.to().address(),
                    node -> node.receive(address, List.of(new SwimMessage.User(message.body()))));
        }
    }

    private void told(MembershipEvent event) {
        cluster.invariants().told(this, event);
        if (event instanceof MembershipEvent.Gone) {
            kill();
        }
    }

    private void receive(NodeAddress from, List<SwimMessage> messages) {
        arrive(() -> messages.forEach(message -> call(node -> node.receive(now(), from, message))));
    }

    private void exchange(NodeAddress with) {
        List<NodeState> mine = swim.states();
        cluster.traffic().countStates(mine);
        cluster.openStream(
                this,
                with,
                other -> other.arrive(() -> {
                    List<NodeState> theirs = other.swim.states();
                    cluster.traffic().countStates(theirs);
                    other.call(node -> node.merge(other.now(), mine));
                    cluster.answerStream(
                            other,
                            address,
                            self -> self.arrive(() -> self.call(node -> node.merge(self.now(), theirs))));
                }));
    }

    private void pingOverStream(Directive.PingOverStream ping) {
        cluster.openStream(
                this,
                ping.to().address(),
                other -> other.arrive(() -> {
                    if (other.running && other.swim.isForMe(ping.ping())) {
                        cluster.answerStream(
                                other,
                                address,
                                self -> self.arrive(() -> {
                                    if (!self.now().isAfter(ping.deadline())) {
                                        self.call(node -> node.streamPinged(
                                                self.now(), ping.ping().sequence()));
                                    }
                                }));
                    }
                }));
    }

    private void tickWhenDue() {
        Optional<Instant> deadline = running && !paused ? swim.nextDeadline() : Optional.empty();
        if (deadline.isEmpty()) {
            return;
        }
        Instant at = clock.whenItShows(deadline.get());
        if (at.isBefore(planned)) {
            planned = at;
            timeline.at(at, () -> tick(at));
        }
    }

    private void tick(Instant at) {
        if (!planned.equals(at)) {
            return;
        }
        planned = Instant.MAX;
        if (running && !paused) {
            handle(() -> {
                if (!paused) {
                    call(node -> node.tick(now()));
                }
            });
        }
    }

    /** For what is told about a run. */
    void describe(Consumer<String> line) {
        line.accept(name + (running ? "" : " dead") + (paused ? " paused" : "") + (leaving ? " leaving" : ""));
        swim.members().stream()
                .sorted((a, b) -> a.name().compareTo(b.name()))
                .forEach(member -> line.accept("  " + member.name() + " " + member.status() + " " + member.incarnation()
                        + " since " + member.since()));
    }
}
