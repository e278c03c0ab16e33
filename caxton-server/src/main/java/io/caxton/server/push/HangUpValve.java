package io.caxton.server.push;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.ActionCode;

/**
 * Lets a door cut the connection of a client that takes nothing. The Servlet API can only end a response in order, for which
 * what was written before would have to be taken first; Tomcat keeps such a connection for as long as its client does.
 */
public final class HangUpValve extends ValveBase {
    private static final String ATTRIBUTE = HangUpValve.class.getName();

    public HangUpValve() {
        super(true);
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        Runnable cut = () ->
                response.getCoyoteResponse().action(ActionCode.CLOSE_NOW, new IOException("its client takes nothing"));
        request.setAttribute(ATTRIBUTE, cut);
        getNext().invoke(request, response);
    }

    /** Cuts the connection of a response that is under way; its listeners are told of an error. */
    public static void cut(AsyncContext async) {
        try {
            ServletRequest request = async.getRequest();
            if (request.getAttribute(ATTRIBUTE) instanceof Runnable cut) {
                cut.run();
            }
        } catch (IllegalStateException ended) {
            // Then there is nothing left to cut.
        }
    }
}
