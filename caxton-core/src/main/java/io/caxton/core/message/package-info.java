/** Messages as FIPA-ACL describes them: performatives, addressing, deadlines, limits and their JSON shape. */
@NullMarked
package io.caxton.core.message;

import org.jspecify.annotations.NullMarked;
