@NullMarked
package io.caxton.spring.properties;

import org.jspecify.annotations.NullMarked;
