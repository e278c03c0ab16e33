package io.caxton.server.fuzz;

/**
 * Bytes to send, and what is known about them.
 *
 * @param method decides whether the answer has a body
 * @param endsSending whether nothing more can follow on its connection
 * @param how what was done to the sample, for people
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Mutant(byte[] bytes, String method, boolean endsSending, Verdict verdict, String how) {

    /** One whose framing is sound, so that the connection can go on. */
    static Mutant framed(HttpText request, Verdict verdict, String how) {
        return new Mutant(request.bytes(), request.method(), false, verdict, how);
    }

    /** One after which the connection is of no more use. */
    static Mutant last(byte[] bytes, String method, Verdict verdict, String how) {
        return new Mutant(bytes, method, true, verdict, how);
    }
}
