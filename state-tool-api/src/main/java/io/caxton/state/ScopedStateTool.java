package io.caxton.state;

import io.caxton.state.StateToolException.Reason;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Puts {@code ns/<namespace>/} before every key. A namespace has no slash, so no such prefix begins another, and what
 * follows is never interpreted: a key can say {@code ../} and mean it. Listings are held to the prefix twice, by the
 * tool below and by a look at each key, so that a forged cursor shows nothing even on a careless backend.
 */
final class ScopedStateTool implements McpStateTool {

    private final McpStateTool delegate;
    private final String scope;
    private final StateToolLimits limits;
    private final RequestCheck check;
    private final AtomicBoolean closed = new AtomicBoolean();

    ScopedStateTool(McpStateTool delegate, String namespace) {
        this.delegate = delegate;
        this.scope = "ns/" + namespace + "/";
        int room = delegate.limits().maxKeyBytes() - scope.length();
        if (!StateKeys.isNamespace(namespace) || room < 1) {
            throw new StateToolException(
                    Operation.SCOPE,
                    null,
                    delegate.backend(),
                    Reason.INVALID_REQUEST,
                    "a namespace is [a-z0-9][a-z0-9._-]{0,63} and leaves room for keys",
                    null);
        }
        this.limits = delegate.limits().withMaxKeyBytes(room);
        this.check = new RequestCheck(delegate.backend(), delegate.features(), limits);
    }

    @Override
    public String backend() {
        return delegate.backend();
    }

    @Override
    public StateToolFeatures features() {
        return delegate.features();
    }

    @Override
    public StateToolLimits limits() {
        return limits;
    }

    @Override
    public StoreResult store(StoreRequest request) {
        String key = checkedKey(Operation.STORE, request.key());
        return translated(() -> delegate.store(request.withKey(key)));
    }

    @Override
    public Optional<StateEntry> find(String key) {
        String scoped = checkedKey(Operation.RETRIEVE, key);
        return translated(() -> delegate.find(scoped)).map(this::unscoped);
    }

    @Override
    public boolean exists(String key) {
        String scoped = checkedKey(Operation.EXISTS, key);
        return translated(() -> delegate.exists(scoped));
    }

    @Override
    public boolean delete(String key) {
        String scoped = checkedKey(Operation.DELETE, key);
        return translated(() -> delegate.delete(scoped));
    }

    @Override
    public DeleteResult deleteIf(String key, String version) {
        String scoped = checkedKey(Operation.DELETE, key);
        return translated(() -> delegate.deleteIf(scoped, version));
    }

    @Override
    public KeyPage list(ListRequest request) {
        requireOpen(Operation.LIST, request.prefix());
        check.prefix(Operation.LIST, request.prefix());
        String prefix = scope + request.prefix();
        KeyPage page = translated(() -> delegate.list(request.withPrefix(prefix)));
        if (!page.keys().stream().allMatch(key -> key.startsWith(prefix))) {
            throw failure(Operation.LIST, request.prefix(), Reason.INVALID_CURSOR, "the cursor leads elsewhere", null);
        }
        List<String> keys = page.keys().stream().map(this::unscoped).toList();
        return new KeyPage(keys, page.nextCursor());
    }

    @Override
    public BatchResult storeAll(List<StoreRequest> requests) {
        requireOpen(Operation.STORE_ALL, null);
        List<StoreRequest> scoped = new ArrayList<>();
        for (StoreRequest request : requests) {
            scoped.add(request.withKey(checkedKey(Operation.STORE_ALL, request.key())));
        }
        return translated(() -> delegate.storeAll(scoped));
    }

    @Override
    public Map<String, StateEntry> findAll(Collection<String> keys) {
        requireOpen(Operation.RETRIEVE_ALL, null);
        List<String> scoped = new ArrayList<>();
        for (String key : keys) {
            scoped.add(checkedKey(Operation.RETRIEVE_ALL, key));
        }
        Map<String, StateEntry> entries = new LinkedHashMap<>();
        translated(() -> delegate.findAll(scoped)).forEach((key, entry) -> entries.put(unscoped(key), unscoped(entry)));
        return entries;
    }

    /** Ends this view alone: it did not open the tool below. */
    @Override
    public void close() {
        closed.set(true);
    }

    private String checkedKey(Operation operation, String key) {
        requireOpen(operation, key);
        check.key(operation, key);
        return scope + key;
    }

    private void requireOpen(Operation operation, @Nullable String key) {
        if (closed.get()) {
            throw failure(operation, key, Reason.CLOSED, "the scoped view was closed", null);
        }
    }

    private String unscoped(String key) {
        return key.startsWith(scope) ? key.substring(scope.length()) : key;
    }

    private StateEntry unscoped(StateEntry entry) {
        return new StateEntry(unscoped(entry.key()), entry.value(), entry.version(), entry.expiresAt());
    }

    /** The caller reads its own key in an exception, not the one below. */
    private <T> T translated(Supplier<T> call) {
        try {
            return call.get();
        } catch (StateToolException below) {
            String key = below.key().map(this::unscoped).orElse(null);
            throw failure(below.operation(), key, below.reason(), below.detail(), below);
        }
    }

    private StateToolException failure(
            Operation operation, @Nullable String key, Reason reason, String detail, @Nullable Throwable cause) {
        return new StateToolException(operation, key, backend(), reason, detail, cause);
    }
}
