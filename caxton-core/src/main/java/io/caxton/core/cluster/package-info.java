/** Who is where in the whole cluster: each node's own agents, replicated to all nodes by exchanging what is missing. */
@NullMarked
package io.caxton.core.cluster;

import org.jspecify.annotations.NullMarked;
