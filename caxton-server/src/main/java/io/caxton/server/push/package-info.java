/** What the doors share that hand messages over without being asked each time: streams, links, webhooks. */
@NullMarked
package io.caxton.server.push;

import org.jspecify.annotations.NullMarked;
