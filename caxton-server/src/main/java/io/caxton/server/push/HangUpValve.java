package io.caxton.server.push;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.ActionCode;
import org.jspecify.annotations.Nullable;

/**
 * Lets a door cut the connection of a client that takes nothing. The Servlet API can only end a response in order, for which
 * what was written before would have to be taken first; Tomcat keeps such a connection for as long as its client does. A
 * request that does not ask for it costs nothing.
 */
public final class HangUpValve extends ValveBase {
    private static final String ATTRIBUTE = HangUpValve.class.getName();

    public HangUpValve() {
        super(true);
    }

    /** The way to the connection of one response, known when its request has left the door that asked for it. */
    private static final class Cord {
        private @Nullable Response response;
        private boolean pulled;

        void lead(Response to) {
            boolean late;
            synchronized (this) {
                response = to;
                late = pulled;
            }
            if (late) {
                cut(to);
            }
        }

        void pull() {
            Response known;
            synchronized (this) {
                pulled = true;
                known = response;
            }
            if (known != null) {
                cut(known);
            }
        }

        private static void cut(Response response) {
            response.getCoyoteResponse().action(ActionCode.CLOSE_NOW, new IOException("its client takes nothing"));
        }
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        getNext().invoke(request, response);
        if (request.isAsync() && request.getAttribute(ATTRIBUTE) instanceof Cord cord) {
            cord.lead(response);
        }
    }

    /** Asks that the response to a request, which goes on after it, can be {@link #cut}. */
    public static void prepare(ServletRequest request) {
        request.setAttribute(ATTRIBUTE, new Cord());
    }

    /** Cuts the connection of a response that is under way and was prepared; its listeners are told of an error. */
    public static void cut(AsyncContext async) {
        try {
            if (async.getRequest().getAttribute(ATTRIBUTE) instanceof Cord cord) {
                cord.pull();
            }
        } catch (IllegalStateException ended) {
            // Then there is nothing left to cut.
        }
    }
}
