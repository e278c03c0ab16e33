package io.caxton.core.cluster;

/**
 * An agent of this node.
 *
 * @param fence given when it registered; to be kept with it, or after a restart it may lose to where it was before
 */
public record OwnAgent(AgentProfile profile, long fence) {}
