/** What a durable accept costs beside a bare insert into SQLite. */
@NullMarked
package io.caxton.benchmarks.accept;

import org.jspecify.annotations.NullMarked;
