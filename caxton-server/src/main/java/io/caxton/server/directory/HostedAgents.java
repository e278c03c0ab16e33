package io.caxton.server.directory;

import io.caxton.core.agent.AgentInstance;
import io.caxton.core.agent.Claim;
import io.caxton.core.cluster.ClusterAgent;
import io.caxton.core.engine.Registration;
import io.caxton.core.registry.RegistryView;
import io.caxton.server.json.AgentJson;
import io.caxton.server.problem.Problem;
import io.caxton.server.problem.ProblemException;
import io.caxton.server.problem.ProblemType;
import io.caxton.server.security.Caller;
import io.caxton.spring.cluster.Cluster;
import io.caxton.spring.cluster.ClusterMember;
import io.caxton.spring.directory.AgentDirectory;
import io.caxton.spring.gateway.AgentGateway;
import io.caxton.spring.gateway.NoSuchAgentException;
import java.util.Optional;
import org.springframework.stereotype.Component;
import tools.jackson.databind.node.ObjectNode;

/** The instances that are registered at this node: only here can they be spoken for. */
@Component
public final class HostedAgents {
    private final RegistryView registry;
    private final AgentDirectory directory;
    private final Cluster cluster;

    HostedAgents(AgentGateway agents, AgentDirectory directory, Cluster cluster) {
        this.registry = agents.registry();
        this.directory = directory;
        this.cluster = cluster;
    }

    /** An instance, whoever asks; empty if it is not here. */
    public Optional<AgentInstance> find(String agentId) {
        return registry.find(agentId);
    }

    /** An instance of any node as all may see it; of its own a node knows more. */
    public ObjectNode write(ClusterAgent agent) {
        return find(agent.agentId()).map(AgentJson::write).orElseGet(() -> AgentJson.write(agent));
    }

    /**
     * An instance that the caller may act for.
     *
     * @throws NoSuchAgentException if there is none, or it is another's: the answer is the same
     * @throws ProblemException 421 if it is the caller's, and registered at another node
     */
    public AgentInstance require(Caller caller, String agentId) {
        AgentInstance agent = registry.find(agentId).orElseThrow(() -> absent(caller, agentId));
        caller.requireOwns(agent);
        return agent;
    }

    /**
     * A registration that may go on with the id of an instance from before, here or at another node, from which that moves.
     *
     * @throws ProblemException 409 if no instance of that id and name is known
     */
    public Registration claim(Registration registration) {
        Optional<Claim> claim = registration.claim();
        if (claim.isEmpty()) {
            return registration;
        }
        String id = claim.get().agentId();
        if (directory
                .find(id)
                .filter(agent -> agent.profile().name().equals(registration.name()))
                .isEmpty()) {
            throw ProblemType.AGENT_NOT_KNOWN
                    .because("no instance of '" + registration.name() + "' has this id; register without agent_id")
                    .withError("agent_id", "is of no instance of this name that is known here")
                    .asException();
        }
        return registration.with(new Claim(id, directory.nextFence(id)));
    }

    private RuntimeException absent(Caller caller, String agentId) {
        return directory
                .find(agentId)
                .filter(agent -> caller.mayActAs(agent.profile().name()))
                .<RuntimeException>map(this::elsewhere)
                .orElseGet(() -> new NoSuchAgentException(agentId));
    }

    private ProblemException elsewhere(ClusterAgent agent) {
        Optional<String> http = cluster.members().stream()
                .filter(member -> member.nodeId().equals(agent.nodeId()))
                .findFirst()
                .flatMap(ClusterMember::http);
        Problem problem = ProblemType.AGENT_ELSEWHERE
                .because("instance '" + agent.agentId() + "' is registered at node '" + agent.nodeId()
                        + "': ask that one")
                .with("node_id", agent.nodeId());
        return http.map(address -> problem.with("http_address", address))
                .orElse(problem)
                .asException();
    }
}
