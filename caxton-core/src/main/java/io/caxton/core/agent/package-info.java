/** Agents: names, running instances, and the capabilities they offer. */
@NullMarked
package io.caxton.core.agent;

import org.jspecify.annotations.NullMarked;
