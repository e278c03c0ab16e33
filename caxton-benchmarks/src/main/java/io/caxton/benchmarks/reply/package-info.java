/** A request and its reply between two agents, beside the same over message brokers. */
@NullMarked
package io.caxton.benchmarks.reply;

import org.jspecify.annotations.NullMarked;
