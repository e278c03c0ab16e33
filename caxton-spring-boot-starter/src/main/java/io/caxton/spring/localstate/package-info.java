/** The node's durable bookkeeping in one SQLite file, and the directory it lives in. */
@NullMarked
package io.caxton.spring.localstate;

import org.jspecify.annotations.NullMarked;
