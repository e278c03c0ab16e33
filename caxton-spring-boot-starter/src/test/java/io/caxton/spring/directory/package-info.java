/** Tests of the directory of agents. */
@NullMarked
package io.caxton.spring.directory;

import org.jspecify.annotations.NullMarked;
