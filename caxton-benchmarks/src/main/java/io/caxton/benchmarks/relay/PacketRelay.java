package io.caxton.benchmarks.relay;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Passes packets on. A node sends from the port on which it listens, which says who it is; what it sends comes to the other
 * from the relay's port for that node, so that an answer takes the same way back.
 */
final class PacketRelay implements AutoCloseable {
    private static final int LARGEST = 65_535;
    /** So many may be on their way; more are lost. */
    private static final int MOST_DELAYED = 10_000;

    private final List<DatagramSocket> sockets;
    private final List<Integer> nodePorts;
    private final Links links;
    private final Tally tally;
    private final ScheduledThreadPoolExecutor delayed = new ScheduledThreadPoolExecutor(1);

    /**
     * @param sockets where others reach each node
     * @param nodePorts where each node listens
     */
    PacketRelay(List<DatagramSocket> sockets, List<Integer> nodePorts, Links links, Tally tally) {
        this.sockets = sockets;
        this.nodePorts = nodePorts;
        this.links = links;
        this.tally = tally;
        delayed.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    void start() {
        for (int i = 0; i < sockets.size(); i++) {
            int to = i;
            Thread thread = new Thread(() -> receive(to), "packets to node " + to);
            thread.setDaemon(true);
            thread.start();
        }
    }

    private void receive(int to) {
        DatagramSocket socket = sockets.get(to);
        DatagramPacket packet = new DatagramPacket(new byte[LARGEST], LARGEST);
        while (!socket.isClosed()) {
            try {
                packet.setLength(LARGEST);
                socket.receive(packet);
                int from = nodePorts.indexOf(packet.getPort());
                if (from >= 0) {
                    pass(from, to, Arrays.copyOf(packet.getData(), packet.getLength()));
                }
            } catch (IOException closedOrLost) {
                // As any packet may be.
            }
        }
    }

    private void pass(int from, int to, byte[] bytes) {
        LinkQuality quality = links.between(from, to);
        if (!quality.open() || links.happens(quality.loss())) {
            tally.packetsLost.increment();
            return;
        }
        later(from, to, bytes, links.packetNanos(quality));
        if (links.happens(quality.repeats())) {
            tally.packetsRepeated.increment();
            later(from, to, bytes, links.packetNanos(quality));
        }
    }

    private void later(int from, int to, byte[] bytes, long nanos) {
        if (nanos == 0) {
            send(from, to, bytes);
        } else if (delayed.getQueue().size() >= MOST_DELAYED) {
            tally.packetsLost.increment();
        } else {
            schedule(() -> send(from, to, bytes), nanos);
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // nobody asks what became of a packet
    private void schedule(Runnable task, long nanos) {
        try {
            delayed.schedule(task, nanos, TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException closed) {
            tally.packetsLost.increment();
        }
    }

    private void send(int from, int to, byte[] bytes) {
        try {
            sockets.get(from).send(new DatagramPacket(bytes, bytes.length, Ports.loopback(nodePorts.get(to))));
            tally.packets.increment();
        } catch (IOException lost) {
            tally.packetsLost.increment();
        }
    }

    @Override
    public void close() {
        delayed.shutdownNow();
        sockets.forEach(DatagramSocket::close);
    }
}
