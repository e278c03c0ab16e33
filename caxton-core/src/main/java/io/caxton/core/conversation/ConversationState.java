package io.caxton.core.conversation;

/** How a conversation stands. Only an open one takes messages. */
public enum ConversationState {
    OPEN,
    /** Ended by a participant. */
    CLOSED,
    /** Nobody spoke for longer than the idle timeout. */
    EXPIRED,
    /** Stopped by an operator or by its budget. */
    HALTED
}
