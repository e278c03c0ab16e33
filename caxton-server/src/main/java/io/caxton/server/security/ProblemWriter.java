package io.caxton.server.security;

import io.caxton.server.problem.Problem;
import io.caxton.server.problem.ProblemType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;

/** Answers with a problem from in front of the doors. */
final class ProblemWriter {
    private ProblemWriter() {}

    static void write(HttpServletRequest request, HttpServletResponse response, Problem problem) throws IOException {
        ResponseEntity<Object> answer = problem.toResponse(request.getRequestURI(), HttpHeaders.EMPTY);
        response.setStatus(answer.getStatusCode().value());
        answer.getHeaders().forEach((name, values) -> values.forEach(value -> response.setHeader(name, value)));
        if (problem.type() == ProblemType.UNAUTHENTICATED) {
            response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"caxton\"");
        }
        byte[] body = String.valueOf(answer.getBody()).getBytes(StandardCharsets.UTF_8);
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }
}
