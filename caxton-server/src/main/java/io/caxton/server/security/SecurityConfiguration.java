package io.caxton.server.security;

import io.caxton.server.problem.Problem;
import io.caxton.server.problem.ProblemType;
import io.caxton.spring.cluster.Cluster;
import io.caxton.spring.gateway.MessageGateway;
import io.github.bucket4j.TimeMeter;
import jakarta.servlet.DispatcherType;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.security.autoconfigure.actuate.web.servlet.EndpointRequest;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.AuthorizeHttpRequestsConfigurer;
import org.springframework.security.config.annotation.web.configurers.CorsConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationProvider;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.AnonymousAuthenticationFilter;
import org.springframework.security.web.context.SecurityContextHolderFilter;
import org.springframework.security.web.firewall.HttpFirewall;
import org.springframework.security.web.firewall.RequestRejectedHandler;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.OrRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.web.cors.CorsConfiguration;

/** What stands in front of every door: firewall, browser guard, authentication, and who may knock where. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(SecurityProperties.class)
class SecurityConfiguration {
    private static final String[] PROBES = {
        "/actuator/health", "/actuator/health/liveness", "/actuator/health/readiness", "/livez", "/readyz"
    };

    private static final Set<String> LOOKS = Set.of("GET", "HEAD");

    /** Before anything is made: a node that may not start must not touch its data either. */
    @Bean
    static BeanFactoryPostProcessor exposureCheck(Environment environment) {
        return beans -> ExposureCheck.requireLoopbackOrCredentials(environment);
    }

    @Bean
    Credentials credentials(SecurityProperties properties, ObjectProvider<JwtDecoder> decoder) {
        return new Credentials(
                new ApiKeys(properties.apiKeys()),
                Optional.ofNullable(decoder.getIfAvailable()).map(found -> {
                    JwtAuthenticationProvider provider = new JwtAuthenticationProvider(found);
                    provider.setJwtAuthenticationConverter(new JwtCallers(properties.jwt()));
                    return provider;
                }));
    }

    @Bean
    SendPermission sendPermission(MessageGateway messages, Cluster cluster) {
        return new SendPermission(messages, cluster);
    }

    @Bean
    AuditLog auditLog(SecurityProperties properties, Credentials credentials) {
        Boolean enabled = properties.audit().enabled();
        return new AuditLog(enabled == null ? credentials.required() : enabled);
    }

    @Bean
    BoundAddresses boundAddresses(ServerProperties server, Environment environment) {
        return BoundAddresses.of(server, environment);
    }

    @Bean
    HttpFirewall httpFirewall() {
        return new PathFirewall();
    }

    /** Observing every filter costs more than all of them do; requests are observed as a whole anyway. */
    @Bean
    SecurityObservationSettings securityObservationSettings() {
        return SecurityObservationSettings.noObservations();
    }

    @Bean
    RequestRejectedHandler requestRejectedHandler() {
        return (request, response, refused) -> ProblemWriter.write(
                request, response, ProblemType.BAD_REQUEST.because("its path or a header is not accepted"));
    }

    @Bean
    SecurityFilterChain securityFilterChain(
            HttpSecurity http,
            SecurityProperties properties,
            Credentials credentials,
            BoundAddresses bound,
            RateProperties rates,
            RateLimiter limiter,
            AuditLog audit) {
        AllowedHosts hosts = new AllowedHosts(bound.all(), properties.allowedHosts());
        FailedAuthentications failures = new FailedAuthentications(rates, TimeMeter.SYSTEM_NANOTIME);
        return http.csrf(AbstractHttpConfigurer::disable)
                .formLogin(AbstractHttpConfigurer::disable)
                .httpBasic(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .sessionManagement(sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .addFilterBefore(
                        new BrowserGuard(hosts, properties.allowedOrigins(), audit), SecurityContextHolderFilter.class)
                .addFilterBefore(
                        new CallerFilter(credentials, failures, limiter, audit), AnonymousAuthenticationFilter.class)
                .cors(cors -> allow(cors, properties.allowedOrigins()))
                .exceptionHandling(refusals -> refusals.authenticationEntryPoint((request, response, refused) -> {
                            audit.refused("authenticate", request);
                            ProblemWriter.write(request, response, Callers.unauthenticated());
                        })
                        .accessDeniedHandler((request, response, refused) -> {
                            audit.refused("authorize", request);
                            ProblemWriter.write(request, response, lacksRole());
                        }))
                .authorizeHttpRequests(SecurityConfiguration::rules)
                .build();
    }

    /** Without origins to allow, no page is told anything of this kind. */
    private static void allow(CorsConfigurer<HttpSecurity> cors, List<String> origins) {
        if (origins.isEmpty()) {
            cors.disable();
            return;
        }
        CorsConfiguration pages = new CorsConfiguration();
        pages.setAllowedOrigins(origins);
        pages.setAllowedMethods(List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"));
        pages.addAllowedHeader(CorsConfiguration.ALL);
        pages.setExposedHeaders(List.of("ETag", "Location", "Retry-After"));
        cors.configurationSource(request -> pages);
    }

    private static Problem lacksRole() {
        return ProblemType.FORBIDDEN.because("the roles of these credentials do not allow it");
    }

    private static void rules(
            AuthorizeHttpRequestsConfigurer<HttpSecurity>.AuthorizationManagerRequestMatcherRegistry paths) {
        RequestMatcher actuator = actuator();
        paths.dispatcherTypeMatchers(DispatcherType.ASYNC, DispatcherType.ERROR)
                .permitAll()
                .requestMatchers(PROBES)
                .permitAll()
                .requestMatchers(request -> !LOOKS.contains(request.getMethod()) && actuator.matches(request))
                .hasRole(Role.ADMIN.name())
                .requestMatchers(actuator)
                .hasAnyRole(Role.ADMIN.name(), Role.VIEWER.name())
                .anyRequest()
                .hasAnyRole(Role.ADMIN.name(), Role.AGENT.name(), Role.VIEWER.name());
    }

    /** Wherever its paths were moved to. Made for each node, because it learns its node's paths once. */
    private static RequestMatcher actuator() {
        return new OrRequestMatcher(
                PathPatternRequestMatcher.withDefaults().matcher("/actuator/**"),
                EndpointRequest.toAnyEndpoint(),
                EndpointRequest.toLinks());
    }
}
