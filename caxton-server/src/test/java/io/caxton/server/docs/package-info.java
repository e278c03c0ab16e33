/** Holds our papers to what the code says. */
@NullMarked
package io.caxton.server.docs;

import org.jspecify.annotations.NullMarked;
