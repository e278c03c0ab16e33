package io.caxton.benchmarks.wire;

import java.io.IOException;

/** What becomes of a request. Called on the thread of the connections, which must not be held up. */
public interface HttpExchange {
    /** The answer is here, this long after the request was handed to a connection. */
    void answered(int status, byte[] body, long nanos);

    /** The connection broke; whether the request was heard is not known. */
    void failed(IOException reason);
}
