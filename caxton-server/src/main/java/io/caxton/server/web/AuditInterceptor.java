package io.caxton.server.web;

import io.caxton.server.security.AuditLog;
import io.caxton.server.security.AuditLog.Origin;
import io.caxton.server.security.AuditLog.Outcome;
import io.caxton.server.security.Caller;
import io.caxton.server.security.Callers;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Tells the audit log of what was done through REST, and of everything that was refused there. */
@Component
final class AuditInterceptor implements HandlerInterceptor, WebMvcConfigurer {
    private static final String RESOURCE = AuditInterceptor.class.getName() + ".resource";
    private static final String CALLER = AuditInterceptor.class.getName() + ".caller";
    private static final String API = "/api/v1/";

    private static final Map<String, String> ACTS = Map.ofEntries(
            Map.entry("POST agents", "agent.register"),
            Map.entry("PATCH agents/{agentId}", "agent.update"),
            Map.entry("DELETE agents/{agentId}", "agent.deregister"),
            Map.entry("POST messages", MessageController.ACT),
            Map.entry("POST messages/batch", MessageController.ACT),
            Map.entry("POST agents/{agentId}/messages/{messageId}/ack", "message.ack"),
            Map.entry("POST agents/{agentId}/messages/{messageId}/nack", "message.nack"),
            Map.entry("POST conversations/{conversationId}/close", "conversation.close"),
            Map.entry("POST conversations/{conversationId}/halt", "conversation.halt"),
            Map.entry("POST dead-letters/{messageId}/redrive", "dead-letter.redrive"),
            Map.entry("DELETE dead-letters/{messageId}", "dead-letter.dismiss"),
            Map.entry("POST cluster/leave", "cluster.leave"),
            Map.entry("POST cluster/members/{nodeId}/lost", "cluster.lost"),
            Map.entry("POST cluster/keys", "cluster.keys"),
            Map.entry("PUT state", "state.store"),
            Map.entry("PUT state/{*key}", "state.store"),
            Map.entry("DELETE state", "state.delete"),
            Map.entry("DELETE state/{*key}", "state.delete"));

    private final AuditLog audit;

    AuditInterceptor(AuditLog audit) {
        this.audit = audit;
    }

    /** Says what a request is about where its path does not. */
    static void isAbout(HttpServletRequest request, String resource) {
        request.setAttribute(RESOURCE, resource);
    }

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(this).addPathPatterns(API + "**");
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        request.setAttribute(CALLER, Callers.current());
        return true;
    }

    @Override
    public void afterCompletion(
            HttpServletRequest request, HttpServletResponse response, Object handler, @Nullable Exception failure) {
        Outcome outcome = Outcome.of(response.getStatus());
        String operation = request.getMethod() + " " + pattern(request);
        String act = ACTS.get(operation);
        boolean sent = MessageController.ACT.equals(act) && outcome == Outcome.DONE;
        // What was sent is recorded message by message, where its id is known.
        if ((act != null && !sent) || outcome == Outcome.REFUSED) {
            audit.record(
                    (Caller) request.getAttribute(CALLER),
                    Optional.ofNullable(act).orElse(operation),
                    resource(request),
                    outcome,
                    Origin.of(request));
        }
    }

    private static String pattern(HttpServletRequest request) {
        Object pattern = request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE);
        return pattern != null && pattern.toString().startsWith(API)
                ? pattern.toString().substring(API.length())
                : "";
    }

    private static String resource(HttpServletRequest request) {
        Object told = request.getAttribute(RESOURCE);
        if (told != null) {
            return told.toString();
        }
        return request.getAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE) instanceof Map<?, ?> variables
                ? variables.values().stream().map(Object::toString).collect(Collectors.joining("/"))
                : "";
    }
}
