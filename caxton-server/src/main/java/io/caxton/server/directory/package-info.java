/** Agents and messages as callers look for them in the whole cluster; agents at this node if they are to do something. */
@NullMarked
package io.caxton.server.directory;

import org.jspecify.annotations.NullMarked;
