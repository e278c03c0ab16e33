package io.caxton.spring.peer;

import io.caxton.swim.ByteString;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** How requests and answers travel: which session, the number of the letter, and what is sealed. */
final class PeerFrames {
    /** Bytes of the id of a session. */
    static final int SESSION_ID = 16;

    /** Bytes before what is sealed: the id of the session and the number. An answer has none. */
    static final int HEAD = SESSION_ID + Long.BYTES;

    private PeerFrames() {}

    /**
     * One request, or its answer.
     *
     * @param answer whether it is the answer
     * @param client the node that asks
     * @param server the node that is asked
     * @param number of the request in its session, from 1
     */
    record Letter(boolean answer, PeerOperation operation, String client, String server, long number) {
        /** What is sealed with the body without travelling with it. */
        byte[] associatedData() {
            return context((answer ? "answer " : "request ") + operation.name(), client, server);
        }

        Letter answered() {
            return new Letter(true, operation, client, server, number);
        }
    }

    /** The head of a request. */
    record Head(ByteString session, long number) {}

    static byte[] request(ByteString session, long number, byte[] sealed) {
        return ByteBuffer.allocate(HEAD + sealed.length)
                .put(session.toByteArray())
                .putLong(number)
                .put(sealed)
                .array();
    }

    /** Of at least {@link #HEAD} bytes. */
    static Head head(byte[] request) {
        ByteBuffer buffer = ByteBuffer.wrap(request);
        byte[] session = new byte[SESSION_ID];
        buffer.get(session);
        return new Head(ByteString.of(session), buffer.getLong());
    }

    /** Texts so that no two lists of them give the same bytes. */
    static byte[] context(String... texts) {
        int size = 0;
        for (String text : texts) {
            size += Integer.BYTES + text.length();
        }
        ByteBuffer buffer = ByteBuffer.allocate(size);
        for (String text : texts) {
            // Ids of nodes and operations are ASCII; see AgentName and Hello.
            byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
            buffer.putInt(bytes.length).put(bytes);
        }
        return buffer.array();
    }
}
