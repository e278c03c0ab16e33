/** Who calls, what they may do, and how they prove it. */
@NullMarked
package io.caxton.server.security;

import org.jspecify.annotations.NullMarked;
