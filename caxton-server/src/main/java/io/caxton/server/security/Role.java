package io.caxton.server.security;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a principal may do at all. */
public enum Role {
    /** Everything. */
    ADMIN,
    /** Act as its own agent names, and find other agents. */
    AGENT,
    /** Look at everything but contents of state, and change nothing. */
    VIEWER;

    /** The role called so in configuration and tokens, in small letters. */
    static Optional<Role> parse(String name) {
        return Arrays.stream(values())
                .filter(role -> role.name().toLowerCase(Locale.ROOT).equals(name))
                .findFirst();
    }

    /** What Spring Security calls it. */
    String authority() {
        return "ROLE_" + name();
    }
}
