package io.caxton.server.security;

import io.caxton.core.agent.AgentInstance;
import io.caxton.core.agent.AgentName;
import io.caxton.core.conversation.Conversation;
import io.caxton.core.delivery.Delivery;
import io.caxton.core.message.Message;
import io.caxton.core.message.Recipient;
import io.caxton.server.problem.ProblemException;
import io.caxton.server.problem.ProblemType;
import io.caxton.spring.gateway.NoSuchAgentException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The principal behind a request, whatever door it came through. A door asks it before it acts; what it refuses ends the
 * request with a {@link ProblemException}.
 *
 * @param id what the audit log and rate limits know it by
 * @param agents the agent names it may act as; one that ends in {@code *} stands for every name that starts so
 * @param validUntil when the credentials that it showed expire; empty if they do not
 */
public record Caller(String id, Set<Role> roles, List<String> agents, Optional<Instant> validUntil) {
    /** Whoever reaches a node that asks for no credentials, which then listens on the loopback address alone. */
    public static final Caller LOCAL = new Caller("local", Set.of(Role.ADMIN), List.of());

    public Caller {
        roles = Set.copyOf(roles);
        agents = List.copyOf(agents);
    }

    /** A caller whose credentials do not expire. */
    public Caller(String id, Set<Role> roles, List<String> agents) {
        this(id, roles, agents, Optional.empty());
    }

    public boolean isAdmin() {
        return roles.contains(Role.ADMIN);
    }

    /**
     * Whether it may send, receive, acknowledge and remember under this name. No agent is the node, however its names
     * start: what the node tells its agents is for them alone.
     */
    public boolean mayActAs(AgentName name) {
        return isAdmin()
                || (roles.contains(Role.AGENT)
                        && !name.equals(AgentName.NODE)
                        && agents.stream().anyMatch(own -> covers(own, name.value())));
    }

    /** Whether this is what {@link #agents} may hold: an agent's name, or the start of names followed by a star. */
    static boolean isAgents(String text) {
        String start = text.endsWith("*") ? text.substring(0, text.length() - 1) : text;
        return AgentName.isValid(start) || text.equals("*");
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

    /** Whether it takes part in this conversation under one of its names; an admin takes part in all. */
    public boolean takesPartIn(Conversation conversation) {
        return isAdmin() || conversation.participants().stream().anyMatch(this::mayActAs);
    }

    /** Whether it may read this conversation. */
    public boolean mayRead(Conversation conversation) {
        return mayLookAtEverything() || takesPartIn(conversation);
    }

    /** Whether it may read this message and what became of it: it sent it, or it was sent to it. */
    public boolean mayRead(Message message, List<Delivery> deliveries) {
        return mayLookAtEverything()
                || mayActAs(message.sender())
                || (message.recipient() instanceof Recipient.ToAgent to && mayActAs(to.name()))
                || deliveries.stream().map(Delivery::agentName).anyMatch(this::mayActAs);
    }

    /** Throws a 403 problem if none of its roles may change anything. */
    public void requireMayAct() {
        if (!isAdmin() && !roles.contains(Role.AGENT)) {
            throw forbidden("this needs the role agent or admin");
        }
    }

    /** Throws a 403 problem unless the key is its own, whether or not anything is stored there. */
    public void requireStateKey(String key) {
        if (!mayUseStateKey(key)) {
            throw forbidden("these credentials may only use keys that start with the name of their agent and a slash");
        }
    }

    /** Throws a 403 problem unless it may see which keys start so, whether or not there are any. */
    public void requireStatePrefix(String prefix) {
        if (!mayLookAtEverything()) {
            requireStateKey(prefix);
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
