/** Who is here and what each can do. */
@NullMarked
package io.caxton.core.registry;

import org.jspecify.annotations.NullMarked;
