package io.caxton.core.engine;

import io.caxton.core.forward.Forward;
import java.time.Instant;

/**
 * A delivery that is being forwarded.
 *
 * @param until when it is taken for unanswered; tells this hand-out from an earlier one
 */
public record Lease(Forward forward, Instant until) {}
