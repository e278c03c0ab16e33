package io.caxton.state.tck;

import io.caxton.state.BatchResult;
import io.caxton.state.DeleteResult;
import io.caxton.state.KeyPage;
import io.caxton.state.ListRequest;
import io.caxton.state.McpStateTool;
import io.caxton.state.StateEntry;
import io.caxton.state.StateToolFeatures;
import io.caxton.state.StateToolLimits;
import io.caxton.state.StoreRequest;
import io.caxton.state.StoreResult;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Passes every call on, so that a subclass can get one of them wrong. */
class WrappedStateTool implements McpStateTool {

    final McpStateTool sound;

    WrappedStateTool(McpStateTool sound) {
        this.sound = sound;
    }

    @Override
    public String backend() {
        return sound.backend();
    }

    @Override
    public StateToolFeatures features() {
        return sound.features();
    }

    @Override
    public StateToolLimits limits() {
        return sound.limits();
    }

    @Override
    public StoreResult store(StoreRequest request) {
        return sound.store(request);
    }

    @Override
    public Optional<StateEntry> find(String key) {
        return sound.find(key);
    }

    @Override
    public boolean exists(String key) {
        return sound.exists(key);
    }

    @Override
    public boolean delete(String key) {
        return sound.delete(key);
    }

    @Override
    public DeleteResult deleteIf(String key, String version) {
        return sound.deleteIf(key, version);
    }

    @Override
    public KeyPage list(ListRequest request) {
        return sound.list(request);
    }

    @Override
    public BatchResult storeAll(List<StoreRequest> requests) {
        return sound.storeAll(requests);
    }

    @Override
    public Map<String, StateEntry> findAll(Collection<String> keys) {
        return sound.findAll(keys);
    }

    @Override
    public void close() {
        sound.close();
    }
}
