@NullMarked
package io.caxton.spring.autoconfigure;

import org.jspecify.annotations.NullMarked;
