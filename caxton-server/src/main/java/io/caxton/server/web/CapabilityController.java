package io.caxton.server.web;

import io.caxton.core.agent.Capability;
import io.caxton.core.request.RequestLimits;
import io.caxton.server.page.Cursors;
import io.caxton.spring.directory.AgentDirectory;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What the agents can do, by name of the capability. */
@RestController
@RequestMapping("/api/v1/capabilities")
final class CapabilityController {
    private static final String LIST = "capabilities";

    private final AgentDirectory directory;
    private final RequestLimits limits;

    CapabilityController(AgentDirectory directory, RequestLimits limits) {
        this.directory = directory;
        this.limits = limits;
    }

    @GetMapping
    ResponseEntity<JsonNode> list(HttpServletRequest request) {
        QueryReader query = QueryReader.of(request);
        Paging paging = Paging.of(query, limits, LIST);
        query.finish();
        SortedMap<String, SortedSet<String>> all = directory.capabilities();
        // The smallest string above the last name is that name and a NUL.
        SortedMap<String, SortedSet<String>> rest =
                paging.after().map(last -> all.tailMap(last + "\0")).orElse(all);
        List<Map.Entry<String, SortedSet<String>>> found =
                rest.entrySet().stream().limit(paging.limit() + 1L).toList();
        ObjectNode page = JsonNodeFactory.instance.objectNode();
        ArrayNode list = page.putArray("capabilities");
        found.stream().limit(paging.limit()).forEach(c -> {
            ObjectNode json = list.addObject().put("name", c.getKey());
            c.getValue().forEach(json.putArray("versions")::add);
            json.put(
                    "agents",
                    directory.pool(new Capability(c.getKey(), Optional.empty())).size());
        });
        boolean more = found.size() > paging.limit();
        Cursors.put(page, LIST, more ? found.get(paging.limit() - 1).getKey() : null);
        return Answers.ok(page);
    }
}
