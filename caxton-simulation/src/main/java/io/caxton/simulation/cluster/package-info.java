/** Whole clusters of Caxton under faults: membership, registry, router, delivery and storage, on virtual time. */
@NullMarked
package io.caxton.simulation.cluster;

import org.jspecify.annotations.NullMarked;
