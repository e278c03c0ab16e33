package io.caxton.server.stream;

import io.caxton.core.agent.AgentInstance;
import io.caxton.core.validation.InvalidRequestException;
import io.caxton.server.directory.HostedAgents;
import io.caxton.server.problem.ProblemType;
import io.caxton.server.push.HangUpValve;
import io.caxton.server.push.Receivers;
import io.caxton.server.security.Caller;
import io.caxton.server.security.Callers;
import io.caxton.server.security.StreamSlots;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** Opens streams. Who asks is checked before the response begins, so that a refusal is a plain problem. */
@RestController
final class StreamController {
    private static final Pattern QUERY = Pattern.compile("max_in_flight=([1-9]\\d{0,8})");

    private final Streams streams;
    private final HostedAgents agents;
    private final StreamSlots slots;

    StreamController(Streams streams, HostedAgents agents, StreamSlots slots) {
        this.streams = streams;
        this.agents = agents;
        this.slots = slots;
    }

    @GetMapping("/api/v1/agents/{agentId}/stream")
    void open(@PathVariable String agentId, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        if (!"GET".equals(request.getMethod())) {
            throw ProblemType.METHOD_NOT_ALLOWED
                    .because("a stream is opened by GET")
                    .asException();
        }
        Optional<Integer> asked = maxInFlight(request.getQueryString());
        Optional<EventId> last = Optional.ofNullable(request.getHeader(EventId.HEADER))
                .filter(text -> !text.isEmpty())
                .map(EventId::parse);
        Caller caller = Callers.current();
        AgentInstance agent = Receivers.require(agents, caller, agentId);
        int most = Math.min(asked.orElse(agent.maxInFlight()), agent.maxInFlight());
        StreamSlots.Slot slot = slots.open(caller);
        try {
            streams.open(new StreamRequest(caller, agentId, most, last), begin(request, response), slot::close);
        } catch (IOException | RuntimeException failed) {
            slot.close();
            throw failed;
        }
    }

    private static AsyncContext begin(HttpServletRequest request, HttpServletResponse response) {
        response.setContentType("text/event-stream");
        response.setCharacterEncoding("UTF-8");
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("X-Accel-Buffering", "no");
        HangUpValve.prepare(request);
        AsyncContext async = request.startAsync();
        async.setTimeout(0);
        return async;
    }

    private static Optional<Integer> maxInFlight(@Nullable String query) {
        if (query == null || query.isEmpty()) {
            return Optional.empty();
        }
        Matcher parts = QUERY.matcher(query);
        if (!parts.matches()) {
            throw new InvalidRequestException(
                    "max_in_flight", "is the only query parameter and must be a whole number from 1");
        }
        return Optional.of(Integer.valueOf(parts.group(1)));
    }
}
