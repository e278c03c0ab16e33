/** The HTTP API: one thin controller for each resource, and problem details (RFC 9457) for whatever goes wrong. */
@NullMarked
package io.caxton.server.web;

import org.jspecify.annotations.NullMarked;
