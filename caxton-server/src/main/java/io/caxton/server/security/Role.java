package io.caxton.server.security;

/** What a principal may do at all. */
public enum Role {
    /** Everything. */
    ADMIN,
    /** Act as its own agent names, and find other agents. */
    AGENT,
    /** Look at everything but contents of state, and change nothing. */
    VIEWER
}
