/** Tests of how the registry grows. */
@NullMarked
package io.caxton.simulation.registry;

import org.jspecify.annotations.NullMarked;
