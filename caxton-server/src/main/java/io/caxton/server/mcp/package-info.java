/** The MCP door at {@code /mcp}: tools for an LLM agent that has nothing but an MCP client. */
@NullMarked
package io.caxton.server.mcp;

import org.jspecify.annotations.NullMarked;
