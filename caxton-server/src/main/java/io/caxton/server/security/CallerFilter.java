package io.caxton.server.security;

import io.caxton.server.problem.Problem;
import io.caxton.server.problem.ProblemException;
import io.caxton.server.problem.ProblemType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.server.resource.web.BearerTokenResolver;
import org.springframework.security.oauth2.server.resource.web.DefaultBearerTokenResolver;
import org.springframework.security.web.context.RequestAttributeSecurityContextRepository;
import org.springframework.web.filter.OncePerRequestFilter;

/** Finds out who calls. Whoever shows nothing goes on as nobody; whoever shows something wrong is answered here. */
final class CallerFilter extends OncePerRequestFilter {
    private final BearerTokenResolver bearers = new DefaultBearerTokenResolver();
    private final RequestAttributeSecurityContextRepository contexts = new RequestAttributeSecurityContextRepository();
    private final Credentials credentials;
    private final FailedAuthentications failures;
    private final RateLimiter rates;
    private final AuditLog audit;

    CallerFilter(Credentials credentials, FailedAuthentications failures, RateLimiter rates, AuditLog audit) {
        this.credentials = credentials;
        this.failures = failures;
        this.rates = rates;
        this.audit = audit;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String step = "authenticate";
        try {
            Optional<Caller> caller = credentials.required() ? authenticate(request) : Optional.of(Caller.LOCAL);
            step = "rate";
            if (caller.isPresent()) {
                admit(caller.get(), request, response);
                rates.acquire(caller.get(), 1);
            }
        } catch (ProblemException refused) {
            audit.refused(step, request);
            ProblemWriter.write(request, response, refused.problem());
            return;
        }
        chain.doFilter(request, response);
    }

    private Optional<Caller> authenticate(HttpServletRequest request) {
        String bearer = bearer(request);
        if (bearer == null) {
            return Optional.empty();
        }
        String address = request.getRemoteAddr();
        KeyHash hash = KeyHash.of(bearer);
        requireNoWait(failures.refusal(address, hash));
        Optional<Caller> caller = credentials.authenticate(bearer, hash);
        requireNoWait(caller.isPresent() ? failures.succeeded(address, hash) : failures.failed(address, hash));
        if (caller.isEmpty()) {
            throw Callers.unauthenticated().asException();
        }
        return caller;
    }

    private static void requireNoWait(Optional<Duration> refusal) {
        refusal.ifPresent(wait -> {
            throw tooManyFailures(wait).asException();
        });
    }

    private @Nullable String bearer(HttpServletRequest request) {
        try {
            return bearers.resolve(request);
        } catch (AuthenticationException malformed) {
            throw Callers.unauthenticated().asException();
        }
    }

    private void admit(Caller caller, HttpServletRequest request, HttpServletResponse response) {
        SecurityContext context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(new CallerAuthentication(caller));
        SecurityContextHolder.setContext(context);
        // For the dispatch that ends an asynchronous request.
        contexts.saveContext(context, request, response);
    }

    private static Problem tooManyFailures(Duration wait) {
        return ProblemType.TOO_MANY_REQUESTS
                .because("too many requests from this address had credentials that are not valid")
                .retryAfter(wait);
    }
}
