package io.caxton.simulation.cluster;

import io.caxton.core.delivery.Outbox;
import io.caxton.simulation.NetworkChaos;
import io.caxton.swim.NodeAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Lets nodes, disks, networks and receivers go wrong at random, for a while. */
final class ClusterChaos {
    /** So many nodes run, whatever happens. */
    private static final int FEWEST = 2;

    private static final Duration STEP = Duration.ofMillis(500);
    private static final int MOST_LOST = 2;
    private static final int MOST_JOINED = 2;

    private final World world;
    private final RandomGenerator random;
    private final NetworkChaos network;
    private int lost;
    private int joined;
    private boolean rolling;
    private boolean longPartition;

    ClusterChaos(World world) {
        this.world = world;
        this.random = world.random();
        this.network = new NetworkChaos(world.swim().network(), random);
    }

    void rage(Duration time) {
        for (Duration passed = Duration.ZERO; passed.compareTo(time) < 0; passed = passed.plus(STEP)) {
            fault();
            world.run(STEP);
        }
    }

    private void fault() {
        switch (random.nextInt(world.mayMove() ? 21 : 15)) {
            case 0 -> network.lose();
            case 1 -> network.duplicate();
            case 2 -> network.delay();
            case 3 -> heal();
            case 4 -> partition();
            case 5 -> any().ifPresent(from -> any().ifPresent(to -> network.cutOneWay(from.address(), to.address())));
            case 6, 7 -> crash();
            case 8 -> pause();
            case 9 -> fillDisk();
            case 10 -> receiver().die(Duration.ofMillis(1_000 + random.nextInt(6_000)));
            case 11 -> slowReceiver();
            case 12 -> join();
            case 13, 14 -> {
                // Nothing, for once.
            }
            case 15 -> loseDisk();
            case 16 -> leave();
            case 17 -> rollingRestart();
            case 18, 19 -> moveReceiver();
            default -> longPartition();
        }
    }

    private Optional<Node> any() {
        List<Node> running = world.running();
        return running.isEmpty() ? Optional.empty() : Optional.of(running.get(random.nextInt(running.size())));
    }

    /** One that may go: enough others stay. */
    private Optional<Node> spare() {
        return world.running().size() > FEWEST ? any().filter(node -> !node.isLeaving()) : Optional.empty();
    }

    private Receiver receiver() {
        world.counts().add(Happening.RECEIVER_DEAD);
        return world.receivers().get(random.nextInt(world.receivers().size()));
    }

    private List<NodeAddress> addresses() {
        return world.running().stream().map(Node::address).toList();
    }

    private void heal() {
        if (!longPartition) {
            world.swim().network().heal();
        }
    }

    private void partition() {
        if (!longPartition) {
            network.partition(addresses());
            world.timeline().after(Duration.ofMillis(500 + random.nextInt(3_500)), this::heal);
        }
    }

    /** Longer than those who are gone are remembered. */
    private void longPartition() {
        if (!longPartition) {
            network.partition(addresses());
            longPartition = true;
            world.counts().add(Happening.LONG_PARTITION);
            world.timeline().after(Duration.ofSeconds(11), () -> {
                longPartition = false;
                heal();
            });
        }
    }

    private void crash() {
        spare().ifPresent(node -> {
            world.crash(node.machine());
            restartLater(node.machine(), 6_000);
        });
    }

    private void restartLater(Machine machine, int mostMillis) {
        world.timeline().after(Duration.ofMillis(100 + random.nextInt(mostMillis)), () -> world.startAgain(machine));
    }

    private void pause() {
        any().filter(node -> !node.computer().isPaused()).ifPresent(node -> {
            world.counts().add(Happening.PAUSED);
            world.pause(node);
            world.timeline().after(Duration.ofMillis(200 + random.nextInt(4_000)), () -> world.resume(node));
        });
    }

    private void fillDisk() {
        any().filter(node -> !node.machine().disk().isFull()).ifPresent(node -> {
            world.counts().add(Happening.DISK_FULL);
            node.machine().disk().becomeFull();
            world.timeline()
                    .after(
                            Duration.ofMillis(300 + random.nextInt(3_000)),
                            () -> node.machine().disk().getRoom(world.timeline().now()));
        });
    }

    private void loseDisk() {
        if (lost < MOST_LOST) {
            spare().ifPresent(node -> {
                lost++;
                world.loseDisk(node.machine());
                world.timeline().after(Duration.ofMillis(100 + random.nextInt(2_000)), world::join);
            });
        }
    }

    private void join() {
        if (joined < MOST_JOINED) {
            joined++;
            world.counts().add(Happening.JOINED);
            world.join();
        }
    }

    private void leave() {
        spare().filter(node -> !node.computer().isPaused() && node.isReady()).ifPresent(this::leave);
    }

    private void leave(Node node) {
        world.counts().add(Happening.DRAINED);
        world.unsettle();
        node.leave();
        restartLater(node.machine(), 8_000);
    }

    /** All of them, one after the other. */
    private void rollingRestart() {
        if (!rolling) {
            rolling = true;
            world.counts().add(Happening.ROLLING_RESTART);
            Duration wait = Duration.ZERO;
            for (Node node : world.running()) {
                world.timeline().after(wait, () -> {
                    if (node.isReady() && !node.isLeaving() && world.running().size() > FEWEST) {
                        leave(node);
                    }
                });
                wait = wait.plusMillis(1_500);
            }
        }
    }

    private void slowReceiver() {
        world.counts().add(Happening.RECEIVER_SLOW);
        Receiver slow = world.receivers().get(random.nextInt(world.receivers().size()));
        slow.slowDown(Duration.ofMillis(100 + random.nextInt(3_000)));
    }

    private void moveReceiver() {
        Receiver receiver =
                world.receivers().get(random.nextInt(world.receivers().size()));
        world.anyReady().ifPresent(node -> receiver.move(node.machine().number()));
    }

    /** What is in the hands of others when a process ends, may be with them already. */
    static void explain(World world, Machine machine) {
        machine.disk().read(tx -> {
            for (String outbox : tx.deliveries().outboxes()) {
                tx.deliveries().leasedTo(outbox, Integer.MAX_VALUE).stream()
                        .filter(d -> d.agentId().filter(Outbox::isOutbox).isPresent())
                        .forEach(d -> world.ledger().explain(d.messageId()));
            }
            return true;
        });
    }
}
