@NullMarked
package io.caxton.state.tck;

import org.jspecify.annotations.NullMarked;
