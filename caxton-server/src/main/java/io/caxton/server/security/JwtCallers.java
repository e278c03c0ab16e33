package io.caxton.server.security;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.core.convert.converter.Converter;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;

/** Who the bearer of a valid token is: its subject, with the roles and agents that its claims list. */
final class JwtCallers implements Converter<Jwt, CallerAuthentication> {
    private static final int MAX_SUBJECT = 256;
    private static final int MAX_AGENTS = 1_000;

    /** For how long after its end a token is still taken: what Spring Security allows for clocks that differ. */
    static final Duration CLOCK_SKEW = Duration.ofSeconds(60);

    private final SecurityProperties.Jwt claims;

    JwtCallers(SecurityProperties.Jwt claims) {
        this.claims = claims;
    }

    @Override
    public CallerAuthentication convert(Jwt token) {
        String subject = token.getSubject();
        if (subject == null || subject.isEmpty() || subject.length() > MAX_SUBJECT) {
            throw new InvalidBearerTokenException("the token has no usable subject");
        }
        Set<Role> roles = EnumSet.noneOf(Role.class);
        texts(token, claims.rolesClaim()).forEach(name -> Role.parse(name).ifPresent(roles::add));
        List<String> agents = texts(token, claims.agentsClaim()).stream()
                .filter(Caller::isAgents)
                .limit(MAX_AGENTS)
                .toList();
        // Apart from the ids of API keys, which hold no colon.
        return new CallerAuthentication(new Caller("jwt:" + subject, roles, agents, validUntil(token)));
    }

    private static Optional<Instant> validUntil(Jwt token) {
        return Optional.ofNullable(token.getExpiresAt()).map(end -> end.plus(CLOCK_SKEW));
    }

    /** A list of texts, or one text with spaces between them, as scopes are written. */
    private static List<String> texts(Jwt token, String claim) {
        Object value = token.getClaims().get(claim);
        if (value instanceof String text) {
            return List.of(text.trim().split("\\s+"));
        }
        return value instanceof Collection<?> many
                ? many.stream()
                        .filter(String.class::isInstance)
                        .map(String.class::cast)
                        .toList()
                : List.of();
    }
}
