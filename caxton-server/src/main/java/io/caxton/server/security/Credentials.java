package io.caxton.server.security;

import io.caxton.server.problem.ProblemException;
import io.caxton.server.problem.ProblemType;
import java.time.Duration;
import java.util.Optional;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthenticationToken;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationProvider;

/** What callers prove with who they are: API keys, and tokens if there is a resource server. */
public final class Credentials {
    private static final Duration SOON = Duration.ofSeconds(5);

    private final ApiKeys keys;
    private final Optional<JwtAuthenticationProvider> tokens;

    Credentials(ApiKeys keys, Optional<JwtAuthenticationProvider> tokens) {
        this.keys = keys;
        this.tokens = tokens;
    }

    /** Whether the node asks for any. */
    public boolean required() {
        return !keys.isEmpty() || tokens.isPresent();
    }

    /**
     * Whose credential this is; empty if nobody's.
     *
     * @throws ProblemException with 503 if that cannot be said now
     */
    Optional<Caller> authenticate(String bearer, KeyHash hash) {
        return keys.find(hash).or(() -> tokens.flatMap(provider -> bearerOf(provider, bearer)));
    }

    private static Optional<Caller> bearerOf(JwtAuthenticationProvider provider, String bearer) {
        try {
            return provider.authenticate(new BearerTokenAuthenticationToken(bearer))
                            instanceof CallerAuthentication known
                    ? Optional.of(known.caller())
                    : Optional.empty();
        } catch (AuthenticationServiceException unreachable) {
            throw ProblemType.AUTHENTICATION_UNAVAILABLE
                    .because("the keys that sign tokens cannot be fetched")
                    .retryAfter(SOON)
                    .asException();
        } catch (AuthenticationException refused) {
            return Optional.empty();
        }
    }
}
