/** Turns a Spring Boot application into a node: one configuration for each part, every part replaceable by a bean. */
@NullMarked
package io.caxton.spring.autoconfigure;

import org.jspecify.annotations.NullMarked;
