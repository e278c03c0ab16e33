package io.caxton.server.web;

import io.caxton.server.problem.ProblemType;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Answers with a problem what failed outside of the controllers. */
@RestController
final class ProblemErrorController implements ErrorController {
    @RequestMapping("/error")
    ResponseEntity<Object> error(HttpServletRequest request) {
        Object status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
        Object path = request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI);
        return ProblemType.ofStatus(status instanceof Integer code ? code : 404, "the request cannot be served")
                .toResponse(path instanceof String text ? text : request.getRequestURI(), HttpHeaders.EMPTY);
    }
}
