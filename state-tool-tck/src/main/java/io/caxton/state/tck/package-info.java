/** The clauses that every state tool keeps. A backend subclasses {@link io.caxton.state.tck.StateToolContract}. */
@NullMarked
package io.caxton.state.tck;

import org.jspecify.annotations.NullMarked;
