/** Tests of what is sent between nodes. */
@NullMarked
package io.caxton.spring.forward;

import org.jspecify.annotations.NullMarked;
