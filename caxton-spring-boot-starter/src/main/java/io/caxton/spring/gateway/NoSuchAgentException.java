package io.caxton.spring.gateway;

/** No instance is registered under this id. */
public final class NoSuchAgentException extends RuntimeException {
    private final String agentId;

    public NoSuchAgentException(String agentId) {
        super("no agent instance has the id '" + agentId + "'");
        this.agentId = agentId;
    }

    public String agentId() {
        return agentId;
    }
}
