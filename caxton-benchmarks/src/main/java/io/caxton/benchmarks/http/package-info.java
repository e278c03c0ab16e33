/** Accepting a message over HTTP, beside the least that a Spring endpoint can do with the same request. */
@NullMarked
package io.caxton.benchmarks.http;

import org.jspecify.annotations.NullMarked;
