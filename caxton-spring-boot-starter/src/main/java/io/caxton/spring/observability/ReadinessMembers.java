package io.caxton.spring.observability;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.health.actuate.endpoint.AdditionalHealthEndpointPath;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointGroup;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointGroups;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointGroupsPostProcessor;
import org.springframework.boot.health.actuate.endpoint.HttpCodeStatusMapper;
import org.springframework.boot.health.actuate.endpoint.StatusAggregator;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

/**
 * Makes a node whose local state fails not ready: it can accept nothing durably, so a load balancer should ask another. And
 * one that has just started, until it has met its cluster. Never part of liveness, as a restart frees no disk. Comes after Boot's own processor, which adds the readiness group.
 */
@Order(Ordered.LOWEST_PRECEDENCE)
final class ReadinessMembers implements HealthEndpointGroupsPostProcessor {
    private static final String READINESS = "readiness";
    private static final Bindable<Set<String>> STRINGS = Bindable.setOf(String.class);
    private static final Set<String> MEMBERS = Set.of("localState", "delivery", "firstJoin");

    private static final String DEFINITION = "management.endpoint.health.group.readiness.include";

    private final Environment environment;

    ReadinessMembers(Environment environment) {
        this.environment = environment;
    }

    @Override
    public HealthEndpointGroups postProcessHealthEndpointGroups(HealthEndpointGroups groups) {
        boolean definedByApplication =
                Binder.get(environment).bind(DEFINITION, STRINGS).isBound();
        return definedByApplication ? groups : new Groups(groups);
    }

    private record Groups(HealthEndpointGroups groups) implements HealthEndpointGroups {
        @Override
        public HealthEndpointGroup getPrimary() {
            return groups.getPrimary();
        }

        @Override
        public Set<String> getNames() {
            return groups.getNames();
        }

        @Override
        public @Nullable HealthEndpointGroup get(String name) {
            HealthEndpointGroup group = groups.get(name);
            return group != null && name.equals(READINESS) ? new Readiness(group) : group;
        }

        @Override
        public @Nullable HealthEndpointGroup get(AdditionalHealthEndpointPath path) {
            HealthEndpointGroup group = groups.get(path);
            HealthEndpointGroup readiness = groups.get(READINESS);
            return group != null && readiness != null && path.equals(readiness.getAdditionalPath())
                    ? new Readiness(group)
                    : group;
        }
    }

    private record Readiness(HealthEndpointGroup group) implements HealthEndpointGroup {
        @Override
        public boolean isMember(String name) {
            return MEMBERS.contains(name) || group.isMember(name);
        }

        @Override
        public boolean showComponents(SecurityContext context) {
            return group.showComponents(context);
        }

        @Override
        public boolean showDetails(SecurityContext context) {
            return group.showDetails(context);
        }

        @Override
        public StatusAggregator getStatusAggregator() {
            return group.getStatusAggregator();
        }

        @Override
        public HttpCodeStatusMapper getHttpCodeStatusMapper() {
            return group.getHttpCodeStatusMapper();
        }

        @Override
        public @Nullable AdditionalHealthEndpointPath getAdditionalPath() {
            return group.getAdditionalPath();
        }
    }
}
