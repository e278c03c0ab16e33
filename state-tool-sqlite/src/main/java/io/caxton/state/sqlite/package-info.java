/** The state tool that needs nothing but a file. */
@NullMarked
package io.caxton.state.sqlite;

import org.jspecify.annotations.NullMarked;
