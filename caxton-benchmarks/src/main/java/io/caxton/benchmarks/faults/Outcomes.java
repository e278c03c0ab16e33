package io.caxton.benchmarks.faults;

import io.caxton.benchmarks.cluster.NodeCluster;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import tools.jackson.databind.json.JsonMapper;

/** Asks nodes what became of messages. */
final class Outcomes {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String HANDLED = "handled";
    private static final long PAUSE_MILLIS = 250;
    private static final int TRIES = 120;

    /** What is older may have been forgotten by then: finished messages are kept up to a size. */
    private static final long REMEMBERED = 1_000_000;

    private final NodeCluster cluster;
    private final String prefix;

    Outcomes(NodeCluster cluster, String prefix) {
        this.cluster = cluster;
        this.prefix = prefix;
    }

    /**
     * Asks for some of the last messages by chance, each a node by chance, until it says that it was handled, or for a while;
     * how often it said what in the end.
     */
    Map<String, Integer> sample(int messages, long of, Random chance) throws IOException, InterruptedException {
        Map<String, Integer> told = new TreeMap<>();
        int first = (int) Math.max(0, of - REMEMBERED);
        for (int i = 0; i < Math.min(messages, of); i++) {
            told.merge(await(chance.nextInt(first, (int) of), chance.nextInt(cluster.size())), 1, Integer::sum);
        }
        return told;
    }

    private String await(int number, int node) throws IOException, InterruptedException {
        String status = status(number, node);
        for (int i = 0; i < TRIES && !status.equals(HANDLED); i++) {
            Thread.sleep(PAUSE_MILLIS);
            status = status(number, node);
        }
        return status;
    }

    private String status(int number, int node) throws IOException, InterruptedException {
        HttpResponse<String> answer = ask(number, node);
        return answer.statusCode() == 200
                ? JSON.readTree(answer.body()).required("status").stringValue()
                : Integer.toString(answer.statusCode());
    }

    private HttpResponse<String> ask(int number, int node) throws IOException, InterruptedException {
        return cluster.node(node).get("/api/v1/messages/" + prefix + number);
    }

    /** Whatever all nodes know of a message. */
    String explain(int number) throws IOException, InterruptedException {
        StringBuilder all = new StringBuilder(prefix + number);
        for (int i = 0; i < cluster.size(); i++) {
            all.append("\n  ")
                    .append(NodeCluster.name(i))
                    .append(": ")
                    .append(ask(number, i).body());
        }
        return all.toString();
    }

    /** Whether all that were asked for were handled. */
    static boolean areAllHandled(Map<String, Integer> told) {
        return told.keySet().stream().allMatch(HANDLED::equals);
    }
}
