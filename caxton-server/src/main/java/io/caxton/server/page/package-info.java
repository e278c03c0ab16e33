/** Pages of lists and the cursors between them, the same at every door. */
@NullMarked
package io.caxton.server.page;

import org.jspecify.annotations.NullMarked;
