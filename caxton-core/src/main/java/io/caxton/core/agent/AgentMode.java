package io.caxton.core.agent;

/** How messages reach an instance. */
public enum AgentMode {
    /** It polls its mailbox and acknowledges. */
    PULL,
    /** A bean of this process; the node polls on its behalf and its lease never runs out. */
    IN_PROCESS,
    /** The node posts messages to its URL; it has no lease and is lost when too many posts in a row fail. */
    WEBHOOK
}
