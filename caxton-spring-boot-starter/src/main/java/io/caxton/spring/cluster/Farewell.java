package io.caxton.spring.cluster;

/**
 * How a node left its cluster.
 *
 * @param othersTold whether they were told in time; if not, they take it for a failure
 * @param moved how many messages other nodes have taken before
 * @param left how many deliveries wait or are in work here all the same
 */
public record Farewell(boolean othersTold, long moved, long left) {}
