@NullMarked
package io.caxton.state.sqlite;

import org.jspecify.annotations.NullMarked;
