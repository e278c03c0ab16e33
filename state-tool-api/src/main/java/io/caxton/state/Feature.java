package io.caxton.state;

/** What a backend may promise beyond the basics. A request for a missing one is refused with {@code UNSUPPORTED}. */
public enum Feature {
    /** {@link StoreCondition.IfAbsent}. */
    CREATE_IF_ABSENT,
    /** {@link StoreCondition.IfVersion}; without it and {@link #CONDITIONAL_DELETE} versions carry no promise. */
    COMPARE_AND_SET,
    /** {@link McpStateTool#deleteIf}. */
    CONDITIONAL_DELETE,
    /** {@link StoreRequest#ttl()}. */
    TTL,
    /** What was stored is still there when another tool opens the same store after a close or a crash. */
    DURABLE,
    /** Several processes may use one store at the same time, and conditions hold between them. */
    SHARED_BETWEEN_PROCESSES
}
