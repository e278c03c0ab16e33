package io.caxton.benchmarks.faults;

import java.time.Duration;
import java.util.Set;

/**
 * One that is to happen.
 *
 * @param node whom it meets
 * @param other the other end of a link that is cut one way
 * @param side those on the one side of a partition
 * @param hold how long it lasts
 * @param resets whether connections over a link that is cut are broken; else they hang
 */
record Fault(FaultKind kind, int node, int other, Set<Integer> side, Duration hold, boolean resets) {}
