/** What a node can be told under {@code caxton.*}. Immutable, validated, with the defaults of the parts they configure. */
@NullMarked
package io.caxton.spring.properties;

import org.jspecify.annotations.NullMarked;
