package io.caxton.server.stream;

import io.caxton.server.security.Caller;
import java.util.Optional;

/**
 * What a client asks for.
 *
 * @param mostInFlight how many messages may be unacknowledged
 * @param last the last event it saw; empty for a stream that does not go on with another
 */
record StreamRequest(Caller caller, String agentId, int mostInFlight, Optional<EventId> last) {}
