package io.caxton.core.message;

import java.util.List;

/**
 * How a message finds its receivers where there is a choice: among the instances of a name, or among all who offer a
 * capability.
 *
 * @param strategy one receiver or every agent that offers the capability
 * @param balance how the one is chosen
 * @param fallbackVersions versions to try in order when nobody offers the one asked for
 * @param acrossNodes whether the instances of all nodes are equal, as when the sender chose a balance; else those of the
 *     node that accepts the message come first. Matters only there and is not stored
 */
public record Routing(Strategy strategy, Balance balance, List<String> fallbackVersions, boolean acrossNodes) {
    /** One receiver, taken in turn, those of the node first, without fallback. */
    public static final Routing DEFAULT = new Routing(Strategy.SINGLE, Balance.ROUND_ROBIN, List.of(), false);

    public Routing {
        fallbackVersions = List.copyOf(fallbackVersions);
    }

    /** With a balance that the sender chose, so among the instances of all nodes. */
    public Routing(Strategy strategy, Balance balance, List<String> fallbackVersions) {
        this(strategy, balance, fallbackVersions, true);
    }

    /** How many receivers. */
    public enum Strategy {
        SINGLE,
        /** Every agent name that offers the capability, one instance of each. */
        BROADCAST
    }

    /** How one of several candidates is chosen. */
    public enum Balance {
        ROUND_ROBIN,
        /** The fewest waiting messages, then the lowest reported load. */
        LEAST_LOADED,
        RANDOM
    }
}
