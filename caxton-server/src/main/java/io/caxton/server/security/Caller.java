package io.caxton.server.security;

import io.caxton.core.agent.AgentInstance;
import io.caxton.core.agent.AgentName;
import io.caxton.server.problem.ProblemException;
import io.caxton.server.problem.ProblemType;
import io.caxton.spring.gateway.NoSuchAgentException;
import java.util.List;
import java.util.Set;

/**
 * The principal behind a request, whatever door it came through. A door asks it before it acts; what it refuses ends the
 * request with a {@link ProblemException}.
 *
 * @param id what the audit log and rate limits know it by
 * @param agents the agent names it may act as; one that ends in {@code *} stands for every name that starts so
 */
public record Caller(String id, Set<Role> roles, List<String> agents) {
    /** Whoever reaches a node that asks for no credentials, which then listens on the loopback address alone. */
    public static final Caller LOCAL = new Caller("local", Set.of(Role.ADMIN), List.of());

    public Caller {
        roles = Set.copyOf(roles);
        agents = List.copyOf(agents);
    }

    public boolean isAdmin() {
        return roles.contains(Role.ADMIN);
    }

    /** Whether it may send, receive, acknowledge and remember under this name. */
    public boolean mayActAs(AgentName name) {
        return isAdmin() || (roles.contains(Role.AGENT) && agents.stream().anyMatch(own -> covers(own, name.value())));
    }

    private static boolean covers(String own, String name) {
        return own.endsWith("*") ? name.startsWith(own.substring(0, own.length() - 1)) : own.equals(name);
    }

    /** Whether it may look at what is not its own: other agents' messages, conversations, dead letters. */
    public boolean mayLookAtEverything() {
        return isAdmin() || roles.contains(Role.VIEWER);
    }

    /** Whether this key of the state tool is its own: keys of an agent start with its name and a slash. */
    public boolean mayUseStateKey(String key) {
        if (isAdmin()) {
            return true;
        }
        int slash = key.indexOf('/');
        return slash > 0
                && AgentName.isValid(key.substring(0, slash))
                && mayActAs(new AgentName(key.substring(0, slash)));
    }

    /** Throws a 403 problem unless it may act as this name; says nothing of whether there is such an agent. */
    public void requireActsAs(AgentName name) {
        if (!mayActAs(name)) {
            throw forbidden("these credentials may not act as '" + name + "'");
        }
    }

    /** Throws {@link NoSuchAgentException}, as if there were no such instance, unless it may act as its name. */
    public void requireOwns(AgentInstance agent) {
        if (!mayActAs(agent.name())) {
            throw new NoSuchAgentException(agent.agentId());
        }
    }

    /** Throws a 403 problem unless the key is its own, whether or not anything is stored there. */
    public void requireStateKey(String key) {
        if (!mayUseStateKey(key)) {
            throw forbidden("these credentials may only use keys that start with the name of their agent and a slash");
        }
    }

    /** Throws a 403 problem unless it has the role admin. */
    public void requireAdmin() {
        if (!isAdmin()) {
            throw forbidden("this needs the role admin");
        }
    }

    private static ProblemException forbidden(String reason) {
        return ProblemType.FORBIDDEN.because(reason).asException();
    }
}
