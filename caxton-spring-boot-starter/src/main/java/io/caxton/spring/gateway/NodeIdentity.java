package io.caxton.spring.gateway;

import java.time.Instant;

/**
 * Who this node is.
 *
 * @param nodeId unique in the cluster
 * @param epoch larger at each start than at the one before
 * @param version of Caxton
 * @param startedAt when this process made the node
 */
public record NodeIdentity(String nodeId, long epoch, String version, Instant startedAt) {}
