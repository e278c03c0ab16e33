/** The contract between agents and the store that the business owns. */
@NullMarked
package io.caxton.state;

import org.jspecify.annotations.NullMarked;
