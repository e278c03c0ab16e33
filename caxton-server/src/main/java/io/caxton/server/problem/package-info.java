/** What can go wrong, told as problem details (RFC 9457), the same at every door. */
@NullMarked
package io.caxton.server.problem;

import org.jspecify.annotations.NullMarked;
