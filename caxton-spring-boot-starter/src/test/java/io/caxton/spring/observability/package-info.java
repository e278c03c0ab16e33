@NullMarked
package io.caxton.spring.observability;

import org.jspecify.annotations.NullMarked;
