package io.caxton.core.storage;

import io.caxton.core.agent.AgentName;
import io.caxton.core.delivery.OutcomeReport;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reports in a map. */
final class InMemoryReportStore implements ReportStore {
    private record Key(String nodeId, String messageId, AgentName agentName) {
        static Key of(OutcomeReport report) {
            return new Key(report.nodeId(), report.messageId(), report.agentName());
        }
    }

    private final UndoLog undo;
    private final Map<Key, Long> places = new LinkedHashMap<>();
    private final Map<Long, OutcomeReport> inOrder = new TreeMap<>();
    private long last;

    InMemoryReportStore(UndoLog undo) {
        this.undo = undo;
    }

    @Override
    public void save(OutcomeReport report) {
        take(Key.of(report));
        last++;
        undo.put(places, Key.of(report), Optional.of(last));
        undo.put(inOrder, last, Optional.of(report));
    }

    private void take(Key key) {
        Optional.ofNullable(places.get(key)).ifPresent(place -> {
            undo.put(inOrder, place, Optional.empty());
            undo.put(places, key, Optional.empty());
        });
    }

    @Override
    public List<OutcomeReport> of(String nodeId, int limit) {
        return inOrder.values().stream()
                .filter(report -> report.nodeId().equals(nodeId))
                .limit(limit)
                .toList();
    }

    @Override
    public void remove(OutcomeReport report) {
        Optional.ofNullable(places.get(Key.of(report)))
                .map(inOrder::get)
                .filter(known -> known.life() <= report.life())
                .ifPresent(known -> take(Key.of(known)));
    }

    @Override
    public List<String> nodes() {
        return inOrder.values().stream()
                .map(OutcomeReport::nodeId)
                .distinct()
                .sorted()
                .toList();
    }

    @Override
    public int prune(Instant before, int limit) {
        List<OutcomeReport> due = inOrder.values().stream()
                .filter(report -> report.at().isBefore(before))
                .limit(limit)
                .toList();
        due.forEach(report -> take(Key.of(report)));
        return due.size();
    }
}
