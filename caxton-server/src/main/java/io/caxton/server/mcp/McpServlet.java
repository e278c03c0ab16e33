package io.caxton.server.mcp;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.beans.factory.ObjectProvider;

/**
 * Where the web server finds the door. The web server starts before the rest of the node, and what it asks for then is made
 * then: so the door is asked for by the first request, when a wrong property has long been told.
 */
final class McpServlet extends HttpServlet {
    private final transient ObjectProvider<McpDoor> door;

    McpServlet(ObjectProvider<McpDoor> door) {
        this.door = door;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        McpDoor open = door.getObject();
        open.filter().doFilter(request, response, open.transport()::service);
    }
}
