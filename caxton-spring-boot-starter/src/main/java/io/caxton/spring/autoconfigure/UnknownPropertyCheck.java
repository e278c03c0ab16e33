package io.caxton.spring.autoconfigure;

import io.caxton.spring.autoconfigure.UnknownPropertiesException.UnknownProperty;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.context.properties.BoundConfigurationProperties;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.util.ClassUtils;

/**
 * Refuses to start with a {@code caxton.*} property that nothing knows: a typo must not be silent. Known is what the
 * configuration metadata on the class path describes and what was bound. An unknown environment variable is only
 * reported: Kubernetes gives every container {@code CAXTON_SERVICE_HOST} and the like when a service is called caxton.
 */
final class UnknownPropertyCheck implements SmartInitializingSingleton {
    private static final Logger LOG = LoggerFactory.getLogger(UnknownPropertyCheck.class);
    private static final ConfigurationPropertyName PREFIX = ConfigurationPropertyName.of("caxton");
    private static final Pattern SERVICE_LINK = Pattern.compile("CAXTON(_\\w+)?_(SERVICE_(HOST|PORT)|PORT)(_\\w+)?");

    private final ConfigurableApplicationContext context;

    UnknownPropertyCheck(ConfigurableApplicationContext context) {
        this.context = context;
    }

    @Override
    public void afterSingletonsInstantiated() {
        KnownProperties known = KnownProperties.load(Objects.requireNonNull(ClassUtils.getDefaultClassLoader()));
        if (known.isEmpty()) {
            LOG.warn("Without configuration metadata, the names of caxton.* properties are not checked");
            return;
        }
        List<UnknownProperty> unknown = new ArrayList<>();
        for (ConfigurationPropertySource source : ConfigurationPropertySources.get(context.getEnvironment())) {
            if (source.getUnderlyingSource() instanceof SystemEnvironmentPropertySource environment) {
                reportUnknown(environment, known);
            } else if (source instanceof IterableConfigurationPropertySource names) {
                names.stream()
                        .filter(PREFIX::isAncestorOf)
                        .filter(name -> !known.contains(name.toString()) && !isBound(name))
                        .forEach(name -> unknown.add(describe(source, name, known)));
            }
        }
        if (!unknown.isEmpty()) {
            throw new UnknownPropertiesException(unknown);
        }
    }

    private boolean isBound(ConfigurationPropertyName name) {
        return Optional.ofNullable(BoundConfigurationProperties.get(context))
                .map(BoundConfigurationProperties::getAll)
                .map(Map::keySet)
                .filter(bound -> bound.contains(name))
                .isPresent();
    }

    private static UnknownProperty describe(
            ConfigurationPropertySource source, ConfigurationPropertyName name, KnownProperties known) {
        String origin = Optional.ofNullable(source.getConfigurationProperty(name))
                .map(ConfigurationProperty::getOrigin)
                .map(Object::toString)
                .orElseGet(() -> String.valueOf(source));
        return new UnknownProperty(name.toString(), origin, known.closestTo(name.toString()));
    }

    private static void reportUnknown(SystemEnvironmentPropertySource environment, KnownProperties known) {
        for (String name : environment.getPropertyNames()) {
            if (name.startsWith("CAXTON_")
                    && !known.contains(name)
                    && !SERVICE_LINK.matcher(name).matches()) {
                LOG.warn("The environment variable {} sets nothing: no property is called so", name);
            }
        }
    }
}
