package io.caxton.server.mcp;

import io.caxton.core.request.RequestLimits;
import io.caxton.server.mcp.McpDoor.Presentation;
import io.caxton.server.security.AuditLog;
import io.caxton.spring.gateway.AgentGateway;
import io.caxton.spring.gateway.NodeIdentity;
import io.caxton.state.McpStateTool;
import io.modelcontextprotocol.server.McpStatelessServerFeatures.AsyncToolSpecification;
import io.modelcontextprotocol.spec.McpSchema.ServerCapabilities;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.thread.Threading;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import tools.jackson.databind.json.JsonMapper;

/** The door with the tools of this node. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(McpProperties.class)
class McpConfiguration {
    /** How much longer than its longest wait a call may take before it is given up. */
    private static final Duration GRACE = Duration.ofSeconds(30);

    @Bean
    Waits mcpWaits(RequestLimits limits, McpProperties properties, Environment environment) {
        boolean threadsAreDear = !Threading.VIRTUAL.isActive(environment);
        return new Waits(limits, threadsAreDear ? Optional.of(properties.waitingThreads()) : Optional.empty());
    }

    @Bean
    Instances mcpInstances(AgentGateway agents, NodeIdentity node, McpProperties properties) {
        return new Instances(agents, node, properties.agentLease());
    }

    @Bean
    McpDoor mcpDoor(
            JsonMapper mapper,
            RequestLimits limits,
            McpStateTool state,
            NodeIdentity node,
            AuditLog audit,
            List<NodeTool> tools) {
        ToolRunner runner = new ToolRunner(mapper, limits.maxWait().plus(GRACE), new ToolAudit(audit));
        ToolDescriptions descriptions = new ToolDescriptions(mapper);
        List<AsyncToolSpecification> specifications = tools.stream()
                .sorted(Comparator.comparing(NodeTool::name))
                .map(tool -> runner.specify(descriptions.of(tool.name()), tool))
                .toList();
        Presentation presentation = new Presentation(
                node.version(), ServerCapabilities.builder().tools(false).build(), Instructions.TEXT);
        return McpDoor.open(mapper, maxBytes(limits, state), presentation, server -> server.tools(specifications));
    }

    private static int maxBytes(RequestLimits limits, McpStateTool state) {
        long most = Math.max(limits.maxContentBytes(), state.limits().maxValueBytes());
        return Math.toIntExact(Math.min(Integer.MAX_VALUE, most + RequestLimits.ENVELOPE_BYTES));
    }

    @Bean
    ServletRegistrationBean<McpServlet> mcpServlet(ObjectProvider<McpDoor> door) {
        ServletRegistrationBean<McpServlet> servlet = new ServletRegistrationBean<>(new McpServlet(door), McpDoor.PATH);
        servlet.setName("mcp");
        return servlet;
    }
}
