package io.caxton.benchmarks.relay;

import java.util.OptionalInt;

/** Who opened a connection. All nodes have the same address, so it cannot be told from that. */
@FunctionalInterface
public interface Callers {
    /**
     * The node at the other end of a connection on the loopback address.
     *
     * @param callersPort the port of the node, which the system chose
     * @param relaysPort the port it called
     * @return nothing if it is none of the nodes, or gone already
     */
    OptionalInt node(int callersPort, int relaysPort);
}
