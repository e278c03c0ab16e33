package io.caxton.spring.agent;

import io.caxton.core.delivery.Delivery;
import io.caxton.core.engine.Mailboxes.Leased;
import io.caxton.core.message.Message;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.json.JsonMapper;

/** Finds the value of one parameter of a handler in a message. */
@FunctionalInterface
interface HandlerArgument {
    /** Throws {@link MisfitException} if the message lacks it. */
    @Nullable Object resolve(Leased leased);

    /** One for each parameter of a method. */
    static List<HandlerArgument> of(String beanName, Method method, JsonMapper json) {
        List<HandlerArgument> arguments = new ArrayList<>();
        int contents = 0;
        for (Parameter parameter : method.getParameters()) {
            Optional<HandlerArgument> known = ofEnvelope(beanName, parameter);
            contents += known.isPresent() ? 0 : 1;
            arguments.add(known.orElseGet(() -> ofContent(parameter, json)));
        }
        if (contents > 1) {
            throw new InvalidAgentException(
                    beanName,
                    "at most one parameter of " + method.getName() + " can take the content, not " + contents
                            + " (name headers with @MessageHeader)");
        }
        return arguments;
    }

    private static Optional<HandlerArgument> ofEnvelope(String beanName, Parameter parameter) {
        MessageHeader header = parameter.getAnnotation(MessageHeader.class);
        if (header != null) {
            return Optional.of(ofHeader(beanName, parameter, header.value()));
        }
        if (parameter.isAnnotationPresent(ConversationId.class)) {
            if (parameter.getType() != String.class) {
                throw new InvalidAgentException(beanName, "a @ConversationId parameter must be a String");
            }
            return Optional.of(leased -> leased.message().message().conversationId());
        }
        if (parameter.getType() == Message.class) {
            return Optional.of(leased -> leased.message().message());
        }
        return parameter.getType() == Delivery.class ? Optional.of(Leased::delivery) : Optional.empty();
    }

    private static HandlerArgument ofHeader(String beanName, Parameter parameter, String name) {
        if (parameter.getType() == Optional.class) {
            return leased ->
                    Optional.ofNullable(leased.message().message().headers().get(name));
        }
        if (parameter.getType() != String.class) {
            throw new InvalidAgentException(
                    beanName, "a @MessageHeader parameter must be a String or Optional<String>");
        }
        return leased -> Optional.ofNullable(
                        leased.message().message().headers().get(name))
                .orElseThrow(() -> new MisfitException("the header '" + name + "' is missing"));
    }

    private static HandlerArgument ofContent(Parameter parameter, JsonMapper json) {
        JavaType type = json.constructType(parameter.getParameterizedType());
        return leased -> {
            try {
                return json.treeToValue(leased.message().message().content(), type);
            } catch (JacksonException e) {
                throw new MisfitException(
                        "the content does not fit " + parameter.getType().getSimpleName());
            }
        };
    }
}
