package io.caxton.spring.agent;

import io.caxton.core.message.Performative;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.core.annotation.AliasFor;

/**
 * Marks the method of a {@link CaxtonAgent} that handles messages of these performatives. The most specific method is
 * taken: performative and protocol, then performative, then protocol, then the one that names neither. A message that no
 * method takes is answered {@code not-understood}, unless it is an answer or reports a failure: those are acknowledged.
 *
 * <p><b>Parameters:</b> {@link io.caxton.core.message.Message}, {@link io.caxton.core.delivery.Delivery} (for the
 * attempt), {@link MessageHeader} and {@link ConversationId} parameters, and at most one other, which the content is
 * converted to (a {@code JsonNode} takes it as it is). Content that does not fit is answered {@code not-understood}.
 *
 * <p><b>Result:</b> nothing or {@code null} acknowledges the message. A {@link Reply} is sent to the sender in the same
 * conversation, anything else as the content of an {@code inform}; the reply is accepted and the message acknowledged in
 * one transaction. A {@code CompletionStage} of these may be returned. {@link RefuseMessageException} ends the message
 * {@code refused}; any other exception returns it for another attempt until there is none left.
 */
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface OnMessage {
    /** Same as {@link #performative}. */
    @AliasFor("performative")
    Performative[] value() default {};

    /** What it handles; everything if empty. */
    @AliasFor("value")
    Performative[] performative() default {};

    /** Only messages of this protocol; any if empty. */
    String protocol() default "";
}
