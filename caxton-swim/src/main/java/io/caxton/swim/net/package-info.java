/**
 * The shell around the protocol: one thread, one UDP and one TCP port, and whatever waits for them. It decides nothing about
 * membership; it obeys {@link io.caxton.swim.Swim}.
 */
@NullMarked
package io.caxton.swim.net;

import org.jspecify.annotations.NullMarked;
