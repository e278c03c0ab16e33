@NullMarked
package io.caxton.server.intake;

import org.jspecify.annotations.NullMarked;
