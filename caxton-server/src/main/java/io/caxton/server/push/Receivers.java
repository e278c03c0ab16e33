package io.caxton.server.push;

import io.caxton.core.agent.AgentInstance;
import io.caxton.core.agent.AgentMode;
import io.caxton.server.directory.HostedAgents;
import io.caxton.server.problem.ProblemException;
import io.caxton.server.problem.ProblemType;
import io.caxton.server.security.Caller;
import io.caxton.spring.gateway.NoSuchAgentException;

/** The instances that a client may open a connection for. */
public final class Receivers {
    private Receivers() {}

    /**
     * An instance of the caller's own that fetches its messages.
     *
     * @throws NoSuchAgentException if there is none, or it is another's
     * @throws ProblemException 421 if it is at another node, 400 if the node itself hands it its messages
     */
    public static AgentInstance require(HostedAgents agents, Caller caller, String agentId) {
        AgentInstance agent = agents.require(caller, agentId);
        if (agent.mode() != AgentMode.PULL) {
            throw ProblemType.INVALID_REQUEST
                    .because("the node itself hands this instance its messages")
                    .withError("agent_id", "has another delivery mode than pull")
                    .asException();
        }
        return agent;
    }
}
