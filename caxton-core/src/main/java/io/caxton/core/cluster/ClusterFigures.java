package io.caxton.core.cluster;

/**
 * How much is known.
 *
 * @param nodes other nodes
 * @param strangers of them, those that membership has not told of
 * @param departed nodes remembered as gone
 * @param agents of other nodes, with copies that are being received
 * @param bytes what those weigh on the wire
 * @param tombstones removals remembered, of all nodes
 * @param contested ids that more than one node has
 */
public record ClusterFigures(
        int nodes, int strangers, int departed, long agents, long bytes, long tombstones, int contested) {}
