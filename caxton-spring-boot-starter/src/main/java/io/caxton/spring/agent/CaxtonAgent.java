package io.caxton.spring.agent;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.stereotype.Component;

/**
 * Makes a bean an agent of this node. Its {@link OnMessage} methods handle what its mailbox brings, several messages at
 * once but never two of one conversation. It is a component, so component scanning finds a class that carries it; it can
 * stand on a {@code @Bean} method too.
 *
 * <p>The agent keeps its mailbox over restarts: what it had not finished is handed out again. A handler may therefore
 * see a message twice.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Component
public @interface CaxtonAgent {
    /** The name it is addressed by, unique in this application; may hold {@code ${placeholders}}. */
    String name();

    /** What it offers, each {@code name} or {@code name:version}; may hold {@code ${placeholders}}. */
    String[] capabilities() default {};

    /** How many messages it has in work at once at most. */
    int maxInFlight() default 16;
}
