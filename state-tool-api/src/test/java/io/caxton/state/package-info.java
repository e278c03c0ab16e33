@NullMarked
package io.caxton.state;

import org.jspecify.annotations.NullMarked;
