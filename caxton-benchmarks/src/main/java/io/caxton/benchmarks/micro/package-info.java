/** What single steps take, measured with JMH. */
@NullMarked
package io.caxton.benchmarks.micro;

import org.jspecify.annotations.NullMarked;
