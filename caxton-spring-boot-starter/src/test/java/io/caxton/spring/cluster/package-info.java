@NullMarked
package io.caxton.spring.cluster;

import org.jspecify.annotations.NullMarked;
