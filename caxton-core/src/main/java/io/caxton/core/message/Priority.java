package io.caxton.core.message;

/** How urgent a message is. Orders whole conversations in a mailbox; inside a conversation the order of acceptance holds. */
public enum Priority {
    LOW,
    NORMAL,
    HIGH,
    CRITICAL
}
