/** The JSON shapes that several doors share. */
@NullMarked
package io.caxton.server.json;

import org.jspecify.annotations.NullMarked;
