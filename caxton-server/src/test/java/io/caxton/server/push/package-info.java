@NullMarked
package io.caxton.server.push;

import org.jspecify.annotations.NullMarked;
