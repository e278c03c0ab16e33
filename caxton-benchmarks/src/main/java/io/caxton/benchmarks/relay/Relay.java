package io.caxton.benchmarks.relay;

import java.io.IOException;
import java.net.DatagramSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * All that nodes say to each other passes here, if each of them advertises the ports that the relay has for it. Everything is
 * on the loopback address. The links are perfect until they are told to be otherwise.
 */
public final class Relay implements AutoCloseable {
    private final Links links;
    private final Tally tally = new Tally();
    private final PacketRelay packets;
    private final List<StreamRelay> gossip = new ArrayList<>();
    private final List<StreamRelay> http = new ArrayList<>();

    /**
     * Where a node listens.
     *
     * @param gossip for members, packets and streams
     * @param http for HTTP
     */
    public record Node(int gossip, int http) {}

    /**
     * What happened so far.
     *
     * @param packets passed on
     * @param packetsLost by chance or where a link was cut
     * @param packetsRepeated by chance
     * @param streams connections made
     * @param streamsHeldUp times that a stream met a cut link
     * @param streamsTurnedAway connections of those who are no nodes, or too many
     * @param bytes of streams
     */
    public record Counts(
            long packets,
            long packetsLost,
            long packetsRepeated,
            long streams,
            long streamsHeldUp,
            long streamsTurnedAway,
            long bytes) {}

    private Relay(List<Node> nodes, Callers callers, long seed) throws IOException {
        this.links = new Links(nodes.size(), new SplittableRandom(seed));
        List<DatagramSocket> sockets = new ArrayList<>();
        for (int i = 0; i < nodes.size(); i++) {
            Ports.Both port = Ports.bind();
            sockets.add(port.packets());
            gossip.add(new StreamRelay(port.streams(), i, nodes.get(i).gossip(), callers, links, tally));
            http.add(new StreamRelay(Ports.streams(), i, nodes.get(i).http(), callers, links, tally));
        }
        this.packets = new PacketRelay(sockets, nodes.stream().map(Node::gossip).toList(), links, tally);
    }

    /** Begins to pass on. */
    public static Relay start(List<Node> nodes, Callers callers, long seed) throws IOException {
        Relay relay = new Relay(nodes, callers, seed);
        relay.packets.start();
        relay.streams().forEach(StreamRelay::start);
        return relay;
    }

    private Stream<StreamRelay> streams() {
        return Stream.concat(gossip.stream(), http.stream());
    }

    /** The port on which other members reach a node. */
    public int gossipPort(int node) {
        return gossip.get(node).port();
    }

    /** The port on which other nodes reach it over HTTP. */
    public int httpPort(int node) {
        return http.get(node).port();
    }

    /** Changes what happens to what one sends to another. */
    public void set(int from, int to, LinkQuality quality) {
        links.set(from, to, quality);
    }

    /** Changes all links. */
    public void setAll(LinkQuality quality) {
        links.setAll(quality);
    }

    /** Breaks the connections that two nodes have. */
    public void reset(int one, int other) {
        streams().forEach(relay -> relay.reset(one, other));
    }

    /** What it has done. */
    public Counts counts() {
        return tally.counts();
    }

    @Override
    public void close() throws IOException {
        links.close();
        packets.close();
        for (StreamRelay relay : streams().toList()) {
            relay.close();
        }
    }
}
