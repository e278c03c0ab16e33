package io.caxton.server.fuzz;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.yaml.snakeyaml.Yaml;

/** The REST API: every operation that the OpenAPI document has. */
final class RestDoor implements Door {
    private static final Set<String> METHODS = Set.of("get", "put", "post", "patch", "delete");
    private static final int SMALL = 1 << 20;

    @Override
    public String name() {
        return "rest";
    }

    @Override
    public List<Endpoint> endpoints() throws IOException {
        Map<String, RestSamples.Sample> samples = new RestSamples().all();
        List<Endpoint> endpoints = new ArrayList<>();
        for (String operation : operations()) {
            RestSamples.Sample sample = samples.get(operation);
            if (sample == null) {
                throw new AssertionError("no valid sample to mutate for " + operation + "; add one to RestSamples");
            }
            endpoints.add(new Operation(operation, sample));
        }
        return endpoints;
    }

    private static List<String> operations() throws IOException {
        try (InputStream in = RestDoor.class.getResourceAsStream("/io/caxton/server/openapi.yaml")) {
            Map<String, Map<String, Map<String, Object>>> document = new Yaml().load(in);
            List<String> operations = new ArrayList<>();
            document.getOrDefault("paths", Map.of())
                    .forEach((path, item) -> item.keySet().stream()
                            .filter(METHODS::contains)
                            .forEach(method -> operations.add(method + " " + path)));
            return operations;
        }
    }

    private record Operation(String name, RestSamples.Sample sample) implements Endpoint {
        @Override
        public Session open(NodeAddress node) throws IOException {
            var unused = node.succeed(sample.prepare(node));
            return new RestSession(this, node);
        }

        private int maxBody() {
            if (name.endsWith("/messages/batch")) {
                return 32 << 20;
            }
            if (name.endsWith("post /api/v1/messages")) {
                return 16 << 20;
            }
            return isState() ? 6 << 20 : SMALL;
        }

        private boolean isState() {
            return name.contains("/state");
        }

        private HttpMutation mutation(NodeAddress node) throws IOException {
            return new HttpMutation(sample.prepare(node), !isState(), maxBody());
        }
    }

    private static final class RestSession implements Session {
        private final Operation operation;
        private final NodeAddress node;
        private final HttpSession http;
        private HttpMutation mutation;

        RestSession(Operation operation, NodeAddress node) throws IOException {
            this.operation = operation;
            this.node = node;
            http = new HttpSession(node, Oracle::problemComplaint);
            mutation = operation.mutation(node);
        }

        @Override
        public Outcome attack(Dice dice) throws IOException {
            Mutant mutant = mutation.mutate(dice);
            Outcome outcome = http.attack(mutant);
            if (outcome.answer().startsWith("2") && RestSamples.consumes(operation.name())) {
                mutation = operation.mutation(node);
            }
            return outcome.isFine()
                    ? outcome
                    : new Outcome(outcome.answer(), mutant.how() + ": " + outcome.complaint() + "\n" + shown(mutant));
        }

        private static String shown(Mutant mutant) {
            String text = new String(mutant.bytes(), java.nio.charset.StandardCharsets.ISO_8859_1);
            return Optional.of(text)
                    .filter(t -> t.length() > 1_500)
                    .map(t -> t.substring(0, 1_500))
                    .orElse(text);
        }

        @Override
        public void close() {
            http.close();
        }
    }
}
