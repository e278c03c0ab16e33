/** Tests that run the server as a process of its own, to kill it, starve it and start it twice. */
@NullMarked
package io.caxton.server.process;

import org.jspecify.annotations.NullMarked;
