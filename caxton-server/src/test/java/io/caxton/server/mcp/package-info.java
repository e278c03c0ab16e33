/** The MCP door, against a running node. */
@NullMarked
package io.caxton.server.mcp;

import org.jspecify.annotations.NullMarked;
