/** Tests of second copies. */
@NullMarked
package io.caxton.spring.copies;

import org.jspecify.annotations.NullMarked;
