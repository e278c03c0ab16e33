package io.caxton.spring.autoconfigure;

import org.springframework.context.SmartLifecycle;

/**
 * When the parts of a node start and stop among other {@link SmartLifecycle} beans. Lower phases start first and stop
 * last; Boot's web server stops taking requests in {@code DEFAULT_PHASE - 1024} and closes in {@code - 2048}.
 */
public final class CaxtonPhases {
    /** Loads what was known before; stopped when everything that uses the node is. */
    public static final int NODE = SmartLifecycle.DEFAULT_PHASE - 4096;

    /** In-process agents: they stop after the last request was answered. */
    public static final int AGENTS = NODE + 512;

    /**
     * The cluster is joined once the web server listens, and left while requests in work are still answered: others send
     * nothing more to a node that is about to go.
     */
    public static final int CLUSTER = SmartLifecycle.DEFAULT_PHASE - 768;

    /** Agents of other nodes are heard of from before the first member is until this node has said goodbye. */
    public static final int DIRECTORY = CLUSTER - 64;

    /** Deadlines are kept from here on; stopping starts here by sending waiting callers away. */
    public static final int TRAFFIC = SmartLifecycle.DEFAULT_PHASE - 512;

    private CaxtonPhases() {}
}
