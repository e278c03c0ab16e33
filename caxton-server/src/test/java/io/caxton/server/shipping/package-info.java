/** Holds the files that ship a node, from Dockerfile to dashboard, to what the code says. */
@NullMarked
package io.caxton.server.shipping;

import org.jspecify.annotations.NullMarked;
