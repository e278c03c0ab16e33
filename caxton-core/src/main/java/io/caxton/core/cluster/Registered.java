package io.caxton.core.cluster;

import java.util.List;

/**
 * An agent registered.
 *
 * @param fence its fencing number, to be kept with it
 */
public record Registered(long fence, List<ClusterEvent> events) {}
