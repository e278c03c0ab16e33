package io.caxton.simulation.cluster;

import io.caxton.core.agent.AgentInstance;
import io.caxton.core.agent.AgentName;
import io.caxton.core.agent.AgentStatus;
import io.caxton.core.agent.Capability;
import io.caxton.core.agent.Claim;
import io.caxton.core.agent.OfferedCapability;
import io.caxton.core.engine.Mailboxes.Leased;
import io.caxton.core.engine.Mailboxes.Settlement;
import io.caxton.core.engine.Registration;
import io.caxton.core.message.Message;
import io.caxton.core.message.Performative;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** An instance of an agent, outside of all nodes: it registers at one, takes messages there, and may go to another. */
final class Receiver {
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final World world;
    private final RandomGenerator random;
    private final String name;
    private int home;
    private @Nullable String agentId;
    private int deadUntilTurn;
    private boolean dead;
    private Duration slowness = Duration.ZERO;
    private int turn;
    private int refused;

    Receiver(World world, String name, int home) {
        this.world = world;
        this.random = world.random();
        this.name = name;
        this.home = home;
    }

    String name() {
        return name;
    }

    void start() {
        world.timeline().after(Duration.ofMillis(random.nextInt(100)), this::turn);
    }

    /** It says and does nothing for a while. */
    void die(Duration time) {
        dead = true;
        int of = ++deadUntilTurn;
        world.timeline().after(time, () -> dead &= of != deadUntilTurn);
    }

    void live() {
        dead = false;
        slowness = Duration.ZERO;
    }

    /** It takes up to so long for each message. */
    void slowDown(Duration by) {
        slowness = by;
    }

    /** It goes on at another node, as the same instance. */
    void move(int to) {
        home = to;
        world.ledger().unsettle(name);
        world.counts().add(Happening.AGENT_MOVED);
    }

    /** One round, and the next when it has ended, or nobody answers. */
    private void turn() {
        int mine = ++turn;
        Optional<Node> node = world.node(home).filter(Node::isReady);
        if (dead || node.isEmpty()) {
            if (!dead && ++refused > 8) {
                // Its node does not come back, or not soon.
                refused = 0;
                if (world.machine(home).isLost() || (world.mayMove() && random.nextInt(3) == 0)) {
                    world.anyReady().ifPresent(other -> move(other.machine().number()));
                }
            }
            next(mine);
            return;
        }
        refused = 0;
        world.timeline().after(PATIENCE, () -> next(mine));
        Node there = node.get();
        there.computer().run(() -> speak(there, mine));
    }

    private void next(int mine) {
        if (turn == mine) {
            turn++;
            int waits = turn;
            world.timeline().after(Duration.ofMillis(80 + random.nextInt(240)), () -> {
                if (turn == waits) {
                    turn();
                }
            });
        }
    }

    private void speak(Node node, int mine) {
        Optional<AgentInstance> here = Optional.ofNullable(agentId).flatMap(node.registry()::find);
        if (here.isEmpty()) {
            register(node, mine);
        } else if (here.get().status() == AgentStatus.LOST) {
            var unused = node.write(tx -> node.engine()
                            .agents()
                            .heartbeat(tx, node.now(), here.get().agentId(), Optional.empty(), OptionalDouble.empty()))
                    .whenComplete((agent, failure) -> next(mine));
            world.ledger().unsettle(name);
        } else {
            node.engine().agents().renew(node.now(), here.get().agentId());
            lease(node, here.get(), mine);
        }
    }

    private void register(Node node, int mine) {
        Registration fresh = Registration.builder(new AgentName(name))
                .capabilities(List.of(new OfferedCapability(Capability.parse("capabilities", World.WORK), "")))
                .lease(Tuning.AGENT_LEASE)
                .maxInFlight(4)
                .build();
        Optional<String> known = Optional.ofNullable(agentId)
                .filter(id -> node.agents()
                        .view()
                        .find(id)
                        .filter(agent -> agent.profile().name().value().equals(name))
                        .isPresent());
        if (agentId != null) {
            world.ledger().unsettle(name);
        }
        Registration registration = known.map(
                        id -> fresh.with(new Claim(id, node.agents().nextFence(id))))
                .orElse(fresh);
        var unused = node.write(tx -> node.engine().agents().register(tx, node.now(), registration))
                .whenComplete((agent, failure) -> {
                    if (failure == null) {
                        agent.ifPresent(a -> agentId = a.agentId());
                    }
                    next(mine);
                });
    }

    private void lease(Node node, AgentInstance agent, int mine) {
        if (world.sabotage() == Sabotage.BOUNDLESS_MAILBOXES) {
            next(mine);
            return;
        }
        var unused = node.write(tx -> node.engine().mailboxes().lease(tx, node.now(), agent.agentId(), 3))
                .whenComplete((result, failure) -> {
                    if (failure != null || result.leased().isEmpty()) {
                        next(mine);
                        return;
                    }
                    Duration takes = Duration.ofMillis(1 + random.nextInt(20));
                    if (!slowness.isZero()) {
                        takes = takes.plusNanos(random.nextLong(slowness.toNanos()));
                    }
                    world.timeline().after(takes, () -> {
                        result.leased().forEach(leased -> handle(node, agent, leased));
                        next(mine);
                    });
                });
    }

    private void handle(Node node, AgentInstance agent, Leased leased) {
        Message message = leased.message().message();
        if (dead) {
            return;
        }
        if (message.sender().equals(AgentName.NODE)) {
            acknowledge(node, agent, leased);
            return;
        }
        world.invariants().handedOut(node, agent, message.id());
        int fate = random.nextInt(20);
        if (fate == 0 && !world.isCalm()) {
            world.counts().add(Happening.FORGOTTEN_BY_RECEIVER);
        } else if (fate == 1 && !world.isCalm()) {
            world.counts().add(Happening.GIVEN_BACK);
            node.computer().run(() -> {
                var unused = node.write(tx -> node.engine()
                        .mailboxes()
                        .nack(
                                tx,
                                node.now(),
                                agent.agentId(),
                                message.id(),
                                OptionalInt.of(leased.delivery().attempt()),
                                "not now",
                                true,
                                Optional.empty()));
            });
        } else {
            boolean isNew = world.remember(name, message.id()) || world.sabotage() == Sabotage.FORGETFUL_RECEIVERS;
            if (isNew) {
                doIt(node, agent, message);
            }
            acknowledge(node, agent, leased);
        }
    }

    private void doIt(Node node, AgentInstance agent, Message message) {
        world.counts().add(Happening.HANDLED);
        world.invariants().handled(node, agent, message.id(), message.content().asInt());
        world.ledger()
                .find(message.id(), name)
                .filter(sent -> !sent.once())
                .ifPresent(sent -> world.ledger().handled(new Ledger.Handling(sent, agent.agentId(), node.id())));
        if (message.performative() == Performative.REQUEST && random.nextInt(2) == 0) {
            world.senders().reply(node, name, message);
        }
    }

    private void acknowledge(Node node, AgentInstance agent, Leased leased) {
        String id = leased.delivery().messageId();
        node.computer().run(() -> {
            if (world.sabotage() == Sabotage.ACKNOWLEDGEMENTS_DROPPED) {
                world.ledger().acknowledged(id, name);
                return;
            }
            var unused = node.write(tx -> node.engine()
                            .mailboxes()
                            .ack(
                                    tx,
                                    node.now(),
                                    agent.agentId(),
                                    id,
                                    OptionalInt.of(leased.delivery().attempt())))
                    .whenComplete((settlement, failure) -> {
                        if (failure == null && settlement == Settlement.DONE) {
                            world.ledger().acknowledged(id, name);
                        }
                    });
        });
    }
}
