@NullMarked
package io.caxton.spring.peer;

import org.jspecify.annotations.NullMarked;
