package io.caxton.core.agent;

import io.caxton.core.validation.InvalidRequestException;
import java.util.regex.Pattern;

/**
 * The name an agent is addressed by; several running instances may share it.
 *
 * @param value {@code [a-z0-9][a-z0-9._-]{0,63}}
 */
public record AgentName(String value) implements Comparable<AgentName> {
    /** What a name looks like. */
    public static final String PATTERN = "[a-z0-9][a-z0-9._-]{0,63}";

    // Before NODE, whose construction needs it.
    private static final Pattern SYNTAX = Pattern.compile(PATTERN);

    /** The node's own name as the sender of failure notices; no agent may take it. */
    public static final AgentName NODE = new AgentName("caxton");

    public AgentName {
        if (!isValid(value)) {
            throw new IllegalArgumentException("not an agent name: must match " + PATTERN);
        }
    }

    public static boolean isValid(String value) {
        return SYNTAX.matcher(value).matches();
    }

    /** Reads the name of an agent from a request; the node's own name is refused. */
    public static AgentName parse(String field, String value) {
        if (!isValid(value)) {
            throw new InvalidRequestException(field, "must match " + PATTERN);
        }
        AgentName name = new AgentName(value);
        if (name.equals(NODE)) {
            throw new InvalidRequestException(field, "'" + value + "' is reserved for the node itself");
        }
        return name;
    }

    @Override
    public int compareTo(AgentName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
