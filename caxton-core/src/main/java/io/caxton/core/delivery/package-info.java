/** The life of an accepted message: queued, leased, and exactly one recorded outcome. */
@NullMarked
package io.caxton.core.delivery;

import org.jspecify.annotations.NullMarked;
