package io.caxton.server.link;

import io.caxton.core.agent.AgentInstance;
import io.caxton.core.validation.InvalidRequestException;
import io.caxton.server.directory.HostedAgents;
import io.caxton.server.problem.ProblemType;
import io.caxton.server.push.Receivers;
import io.caxton.server.security.AuditLog.Origin;
import io.caxton.server.security.Caller;
import io.caxton.server.security.Callers;
import io.caxton.server.security.StreamSlots;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.server.ServerContainer;
import java.io.IOException;
import java.util.Map;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** Turns a request into a link: who asks is checked before the handshake, so that a refusal is a plain problem. */
@RestController
final class LinkController {
    private static final int UPGRADE_REQUIRED = 426;

    private final Links links;
    private final HostedAgents agents;
    private final StreamSlots slots;

    LinkController(Links links, HostedAgents agents, StreamSlots slots) {
        this.links = links;
        this.agents = agents;
        this.slots = slots;
    }

    @GetMapping("/api/v1/agents/{agentId}/link")
    void open(@PathVariable String agentId, HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException, DeploymentException {
        if (request.getQueryString() != null) {
            throw new InvalidRequestException("query", "a link takes no query parameters");
        }
        Caller caller = Callers.current();
        AgentInstance agent = Receivers.require(agents, caller, agentId);
        if (!"websocket".equalsIgnoreCase(request.getHeader("Upgrade"))) {
            throw ProblemType.ofStatus(UPGRADE_REQUIRED, "this path speaks WebSocket only")
                    .asException();
        }
        upgrade(agent, caller, request, response);
    }

    private void upgrade(AgentInstance agent, Caller caller, HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException, DeploymentException {
        ServerContainer container =
                (ServerContainer) request.getServletContext().getAttribute(ServerContainer.class.getName());
        StreamSlots.Slot slot = slots.open(caller);
        boolean upgraded = false;
        try {
            LinkGuard guard =
                    new LinkGuard(caller, Origin.of(request), links.services().rules());
            LinkEndpoint endpoint = new LinkEndpoint(session -> links.open(agent, guard, slot, session));
            container.upgradeHttpToWebSocket(request, response, Handshake.config(endpoint), Map.of());
            upgraded = response.getStatus() == HttpServletResponse.SC_SWITCHING_PROTOCOLS;
        } finally {
            if (!upgraded) {
                slot.close();
            }
        }
    }
}
