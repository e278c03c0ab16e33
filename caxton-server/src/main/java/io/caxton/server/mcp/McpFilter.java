package io.caxton.server.mcp;

import io.caxton.core.validation.InvalidRequestException;
import io.caxton.server.json.StrictJson;
import io.caxton.server.problem.Problem;
import io.caxton.server.problem.ProblemException;
import io.caxton.server.problem.ProblemType;
import io.caxton.server.problem.Problems;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.util.ContentCachingResponseWrapper;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Stands in front of the SDK's transport: reads the message strictly and within bounds, holds it to its revision, and
 * shapes the answer. What is wrong with the HTTP request is told as a problem (RFC 9457), what is wrong with the message
 * as a JSON-RPC error; no answer of the SDK goes out that is not JSON-RPC.
 */
final class McpFilter extends OncePerRequestFilter {
    private static final Logger LOG = LoggerFactory.getLogger(McpFilter.class);

    /** Where the transport finds what surrounds the message, read before the SDK could swallow what is wrong with it. */
    static final String CALL = McpFilter.class.getName() + ".call";

    private final JsonMapper mapper;
    private final JsonMapper answers = OwnJson.mapper();
    private final StrictJson bodies;
    private final long maxBytes;
    private final Revisions revisions;
    private final Set<String> tools;

    /** @param tools the names of those that can be called */
    McpFilter(JsonMapper mapper, long maxBytes, Revisions revisions, Set<String> tools) {
        this.mapper = mapper;
        this.bodies = new StrictJson(mapper);
        this.maxBytes = maxBytes;
        this.revisions = revisions;
        this.tools = Set.copyOf(tools);
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Optional<JsonNode> id = Optional.empty();
        try {
            readHeaders(request);
            checkMethodAndAccept(request, response);
            JsonNode body = bodies.read(request, maxBytes);
            id = RpcMessage.idOf(body);
            RpcMessage message = RpcMessage.of(body);
            Revision revision = revisions.of(request, message);
            revision.check(request, message);
            CallShape.check(message, tools);
            serve(new Exchange(request, response, message, revision), chain);
        } catch (RpcException refused) {
            write(response, refused.httpStatus(), refused.toJson(id));
        } catch (ProblemException | InvalidRequestException refused) {
            refuse(request, response, Problems.of(refused));
        }
    }

    private record Exchange(
            HttpServletRequest request, HttpServletResponse response, RpcMessage message, Revision revision) {}

    /** The firewall refuses malformed headers when they are read; within the SDK that would be a failure of the node. */
    private static void readHeaders(HttpServletRequest request) {
        Collections.list(request.getHeaderNames()).forEach(name -> Collections.list(request.getHeaders(name)));
    }

    private static void checkMethodAndAccept(HttpServletRequest request, HttpServletResponse response) {
        if (!request.getMethod().equals("POST")) {
            response.setHeader(HttpHeaders.ALLOW, "POST");
            throw ProblemType.METHOD_NOT_ALLOWED
                    .because("this server keeps no sessions and opens no streams: send each message with POST")
                    .asException();
        }
        @Nullable String accept = request.getHeader(HttpHeaders.ACCEPT);
        if (accept != null && !accept.isBlank() && !Accepting.json(accept)) {
            throw ProblemType.NOT_ACCEPTABLE
                    .because("answers are application/json")
                    .asException();
        }
    }

    private void serve(Exchange exchange, FilterChain chain) throws ServletException, IOException {
        if (exchange.message().isNotification()) {
            // There is none that a server without sessions and streams would act on.
            exchange.response().setStatus(HttpServletResponse.SC_ACCEPTED);
            return;
        }
        Optional<Revision.Answer> own = exchange.revision().answer(exchange.message());
        if (own.isPresent()) {
            write(exchange.response(), own.get().status(), own.get().body());
            return;
        }
        byte[] answered = forward(exchange, chain);
        Revision.Answer shaped = exchange.revision().shape(exchange.message(), readAnswer(exchange, answered));
        write(exchange.response(), shaped.status(), shaped.body());
    }

    private byte[] forward(Exchange exchange, FilterChain chain) throws ServletException, IOException {
        ContentCachingResponseWrapper answer = new ContentCachingResponseWrapper(exchange.response());
        byte[] body = mapper.writeValueAsBytes(CallShape.forTransport(exchange.message()));
        ForwardedRequest forwarded = new ForwardedRequest(exchange.request(), body);
        forwarded.setAttribute(CALL, ToolCall.of(exchange.request(), exchange.message()));
        chain.doFilter(forwarded, answer);
        return answer.getContentAsByteArray();
    }

    /** The SDK's answer; an internal error if it failed, as what it then writes holds the failure with its stack. */
    private ObjectNode readAnswer(Exchange exchange, byte[] answered) {
        JsonNode json = answered.length == 0 ? answers.missingNode() : answers.readTree(answered);
        if (json instanceof ObjectNode object && (object.has("result") || object.has("error"))) {
            return object;
        }
        LOG.error(
                "The MCP transport gave no answer to {}, with {} bytes",
                exchange.message().method(),
                answered.length);
        return new RpcException(500, RpcException.INTERNAL_ERROR, "the node failed; its log says more")
                .toJson(exchange.message().id());
    }

    private void refuse(HttpServletRequest request, HttpServletResponse response, Problem problem) throws IOException {
        ObjectNode details = problem.toJson(request.getRequestURI());
        if (problem.type() == ProblemType.MALFORMED_JSON) {
            write(
                    response,
                    problem.status(),
                    new RpcException(problem.status(), RpcException.PARSE_ERROR, problem.detail(), Optional.of(details))
                            .toJson(Optional.empty()));
        } else {
            write(response, problem.status(), details, MediaType.APPLICATION_PROBLEM_JSON);
        }
    }

    private void write(HttpServletResponse response, int status, JsonNode body) throws IOException {
        write(response, status, body, MediaType.APPLICATION_JSON);
    }

    private void write(HttpServletResponse response, int status, JsonNode body, MediaType type) throws IOException {
        byte[] bytes = mapper.writeValueAsBytes(body);
        response.setStatus(status);
        response.setContentType(type.toString());
        response.setContentLength(bytes.length);
        response.getOutputStream().write(bytes);
    }
}
