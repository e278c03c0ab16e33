/** How the registry of a cluster grows with it: how soon all nodes know an agent, what they send, and what a new one needs. */
@NullMarked
package io.caxton.simulation.registry;

import org.jspecify.annotations.NullMarked;
