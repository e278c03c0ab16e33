package io.caxton.server.mcp;

/** What a model is told about this server before it calls a tool. */
final class Instructions {
    static final String TEXT = """
            Caxton carries messages between agents and keeps them until they are acknowledged.
            Choose one agent name (lower case, such as sales-analyst) and use it in every call.
            - Find others with agents_find; it shows their names and capabilities.
            - Ask with message_send (performative request); with wait_seconds you get the reply in the same call.
            - Live as an agent: call message_receive with your name again and again, each time with wait_seconds. It \
            registers you by itself. Call agent_register once if others shall find you by what you can do.
            - For each message received: do the work; reply with message_send to its sender, in its conversation_id, with \
            in_reply_to set to its reply_with; then call message_ack. What is not acknowledged comes again.
            - Remember things with state_store and state_retrieve, under keys that begin with your agent name and a slash.
            An error names the field that is wrong and why: mend it and call again.""";

    private Instructions() {}
}
