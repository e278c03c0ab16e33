package io.caxton.spring.cluster;

import java.util.List;

/** The node may not, or cannot, become a member with these settings. Nothing it says holds a key. */
public final class ClusterConfigurationException extends RuntimeException {
    private final transient List<String> mistakes;
    private final String action;

    /** Some other setting that does not go with these. */
    public ClusterConfigurationException(String mistake, String action) {
        this(List.of(mistake), action);
    }

    ClusterConfigurationException(List<String> mistakes, String action) {
        super(String.join("; ", mistakes));
        this.mistakes = List.copyOf(mistakes);
        this.action = action;
    }

    ClusterConfigurationException(String mistake, String action, Throwable cause) {
        super(mistake, cause);
        this.mistakes = List.of(mistake);
        this.action = action;
    }

    List<String> mistakes() {
        return mistakes;
    }

    String action() {
        return action;
    }
}
