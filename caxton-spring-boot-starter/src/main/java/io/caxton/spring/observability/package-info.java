/** What operators see of a node: health, info and metrics. */
@NullMarked
package io.caxton.spring.observability;

import org.jspecify.annotations.NullMarked;
