package io.caxton.server.web;

import io.caxton.server.problem.ProblemType;
import io.caxton.server.problem.Problems;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ResponseEntity;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.ServletWebRequest;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.servlet.NoHandlerFoundException;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;
import org.springframework.web.servlet.resource.NoResourceFoundException;

/** Answers every exception with a problem. */
@RestControllerAdvice
final class ProblemHandler extends ResponseEntityExceptionHandler {

    @ExceptionHandler(Exception.class)
    @Nullable ResponseEntity<Object> handle(Exception failure, HttpServletRequest request) {
        if (failure instanceof IOException) {
            // The client went away; nobody is there to read an answer.
            return null;
        }
        return Problems.of(failure).toResponse(request.getRequestURI(), HttpHeaders.EMPTY);
    }

    @Override
    protected ResponseEntity<Object> handleNoResourceFoundException(
            NoResourceFoundException failure, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        return nothingHere(headers, request);
    }

    @Override
    protected ResponseEntity<Object> handleNoHandlerFoundException(
            NoHandlerFoundException failure, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        return nothingHere(headers, request);
    }

    private static ResponseEntity<Object> nothingHere(HttpHeaders headers, WebRequest request) {
        return ProblemType.NO_SUCH_PATH
                .because("see /v3/api-docs for what there is")
                .toResponse(path(request), headers);
    }

    /** What Spring MVC itself refuses: wrong methods, media types and the like. */
    @Override
    protected ResponseEntity<Object> handleExceptionInternal(
            Exception failure, @Nullable Object body, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        String told = failure instanceof ErrorResponse known ? known.getBody().getDetail() : null;
        String detail = told != null && !status.is5xxServerError() ? told : "the request cannot be served";
        return ProblemType.ofStatus(status.value(), detail).toResponse(path(request), headers);
    }

    private static String path(WebRequest request) {
        return ((ServletWebRequest) request).getRequest().getRequestURI();
    }
}
