/** The plan of the house as a test. */
@NullMarked
package io.caxton.architecture;

import org.jspecify.annotations.NullMarked;
