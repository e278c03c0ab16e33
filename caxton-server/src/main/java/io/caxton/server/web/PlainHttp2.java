package io.caxton.server.web;

import org.apache.coyote.Request;
import org.apache.coyote.http2.Http2Protocol;

/**
 * HTTP/2 for clients that begin with it or agree on it under TLS, and not for those that would change a connection to it:
 * Java's own client asks for that with every request, and Tomcat can do it only if the body is small. Tomcat's protection
 * against streams that are opened and reset, and against frames that carry next to nothing, stays as it is.
 */
final class PlainHttp2 extends Http2Protocol {
    /** Requests of one connection at once. All of them are in work, as some wait for messages and would hold up the others. */
    private static final long STREAMS = 128;

    private static final long PATIENCE_MILLIS = 10_000;
    private static final long IDLE_MILLIS = 60_000;

    PlainHttp2() {
        setMaxConcurrentStreams(STREAMS);
        setMaxConcurrentStreamExecution((int) STREAMS);
        setStreamReadTimeout(PATIENCE_MILLIS);
        setStreamWriteTimeout(PATIENCE_MILLIS);
        setKeepAliveTimeout(IDLE_MILLIS);
    }

    @Override
    public boolean accept(Request upgrade) {
        return false;
    }
}
