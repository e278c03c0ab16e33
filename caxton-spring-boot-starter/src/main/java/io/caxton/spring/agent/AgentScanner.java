package io.caxton.spring.agent;

import io.caxton.core.agent.AgentName;
import io.caxton.core.agent.Capability;
import io.caxton.core.agent.OfferedCapability;
import io.caxton.core.validation.InvalidRequestException;
import java.lang.reflect.Method;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.util.ReflectionUtils;
import tools.jackson.databind.json.JsonMapper;

/** Finds the agents among the beans of an application and checks that they can be agents. */
final class AgentScanner {
    private final ConfigurableListableBeanFactory beans;
    private final JsonMapper json;

    AgentScanner(ConfigurableListableBeanFactory beans, JsonMapper json) {
        this.beans = beans;
        this.json = json;
    }

    /** All of them; throws {@link InvalidAgentException} at the first that cannot be one. */
    List<AgentDefinition> scan() {
        Map<AgentName, AgentDefinition> byName = new LinkedHashMap<>();
        for (String beanName : beans.getBeanNamesForAnnotation(CaxtonAgent.class)) {
            AgentDefinition agent = read(beanName);
            AgentDefinition other = byName.putIfAbsent(agent.name(), agent);
            if (other != null) {
                throw new InvalidAgentException(
                        beanName, "the bean '" + other.beanName() + "' has the name '" + agent.name() + "' already");
            }
        }
        return List.copyOf(byName.values());
    }

    private AgentDefinition read(String beanName) {
        CaxtonAgent annotation =
                Objects.requireNonNull(beans.findAnnotationOnBean(beanName, CaxtonAgent.class), beanName);
        if (annotation.maxInFlight() < 1) {
            throw new InvalidAgentException(beanName, "maxInFlight must be at least 1");
        }
        try {
            AgentName name = AgentName.parse("its name", resolve(annotation.name()));
            List<OfferedCapability> capabilities = Stream.of(annotation.capabilities())
                    .map(this::resolve)
                    .map(text -> Capability.parse("capability '" + text + "'", text))
                    .map(capability -> new OfferedCapability(capability, ""))
                    .toList();
            return new AgentDefinition(beanName, name, capabilities, annotation.maxInFlight(), readHandlers(beanName));
        } catch (InvalidRequestException e) {
            throw new InvalidAgentException(beanName, String.valueOf(e.getMessage()));
        }
    }

    private HandlerTable readHandlers(String beanName) {
        Object bean = beans.getBean(beanName);
        Map<Method, OnMessage> mappings = MethodIntrospector.selectMethods(
                AopUtils.getTargetClass(bean),
                (Method method) -> AnnotatedElementUtils.findMergedAnnotation(method, OnMessage.class));
        HandlerTable handlers = new HandlerTable();
        mappings.forEach((method, mapping) -> handlers.add(
                beanName,
                mapping,
                new HandlerMethod(
                        bean, invocable(beanName, method, bean), HandlerArgument.of(beanName, method, json))));
        if (handlers.isEmpty()) {
            throw new InvalidAgentException(beanName, "it has no @OnMessage method");
        }
        return handlers;
    }

    private static Method invocable(String beanName, Method method, Object bean) {
        try {
            Method invocable = AopUtils.selectInvocableMethod(method, bean.getClass());
            ReflectionUtils.makeAccessible(invocable);
            return invocable;
        } catch (IllegalStateException e) {
            throw new InvalidAgentException(beanName, String.valueOf(e.getMessage()));
        }
    }

    private String resolve(String text) {
        return String.valueOf(beans.resolveEmbeddedValue(text));
    }
}
