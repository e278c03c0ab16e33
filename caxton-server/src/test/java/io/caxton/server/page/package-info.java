@NullMarked
package io.caxton.server.page;

import org.jspecify.annotations.NullMarked;
