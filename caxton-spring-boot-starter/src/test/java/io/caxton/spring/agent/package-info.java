@NullMarked
package io.caxton.spring.agent;

import org.jspecify.annotations.NullMarked;
