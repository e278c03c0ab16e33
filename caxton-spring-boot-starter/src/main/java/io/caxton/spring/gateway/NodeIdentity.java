package io.caxton.spring.gateway;

import java.time.Instant;

/**
 * Who this node is.
 *
 * @param nodeId unique in the cluster
 * @param version of Caxton
 * @param startedAt when this process made the node
 */
public record NodeIdentity(String nodeId, String version, Instant startedAt) {}
