/** The port to a node's own durable bookkeeping, and an in-memory implementation with crash semantics. */
@NullMarked
package io.caxton.core.storage;

import org.jspecify.annotations.NullMarked;
