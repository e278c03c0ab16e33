/** The WebSocket link of an instance: everything it sends and receives over one connection, see docs/link-protocol.md. */
@NullMarked
package io.caxton.server.link;

import org.jspecify.annotations.NullMarked;
