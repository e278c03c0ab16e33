/** What every door of a node (HTTP, beans, later others) goes through to reach the delivery engine. */
@NullMarked
package io.caxton.spring.gateway;

import org.jspecify.annotations.NullMarked;
