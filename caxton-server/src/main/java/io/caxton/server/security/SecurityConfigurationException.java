package io.caxton.server.security;

import java.util.List;

/** The node may not start with these settings. Nothing it says holds a credential. */
final class SecurityConfigurationException extends RuntimeException {
    private final transient List<String> mistakes;
    private final String action;

    SecurityConfigurationException(List<String> mistakes, String action) {
        super(String.join("; ", mistakes));
        this.mistakes = List.copyOf(mistakes);
        this.action = action;
    }

    List<String> mistakes() {
        return mistakes;
    }

    String action() {
        return action;
    }
}
