package io.caxton.state;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * What an agent remembers goes through this tool into a store that the business owns.
 *
 * <p><b>Keys</b> are opaque Unicode strings, compared by their UTF-8 bytes: no case folding, no normalisation, no path
 * meaning, no wildcard. The empty key and lone surrogates are refused. <b>Values</b> are JSON; {@code null} is a value
 * and distinct from absence, numbers keep their precision and scale ({@code 1.10} does not become {@code 1.1}). A value
 * is copied in and out. <b>Versions</b> are opaque and fit in an HTTP ETag; each store gives a key a version it never
 * had before, also after a delete and after a restart. <b>Expired</b> entries behave in every operation as if absent.
 *
 * <p>An expected outcome is a return value. Everything else is a {@link StateToolException}; a request outside
 * {@link #limits()} or asking for a feature that {@link #features()} lacks is refused with it before the store is
 * touched. A tool is safe for use by many threads. Constructing one does no I/O.
 */
public interface McpStateTool extends AutoCloseable {

    /** The backend's short name, such as {@code sqlite}; it appears in exceptions. */
    String backend();

    /** What this backend promises beyond the basics; constant over the tool's life. */
    StateToolFeatures features();

    /** The bounds this tool enforces; constant over the tool's life. */
    StateToolLimits limits();

    /**
     * Stores a value if the request's condition holds, replacing value, version and time to live. A request without a
     * time to live clears an earlier one.
     *
     * @return {@link StoreResult.Stored}, or {@link StoreResult.ConditionFailed} with nothing changed
     * @throws StateToolException also with {@link StateToolException.Reason#TIMEOUT}: the store may then have happened
     */
    StoreResult store(StoreRequest request);

    /** The live entry of a key with its version, or empty if the key is absent or expired. */
    Optional<StateEntry> find(String key);

    /** Whether a live entry exists; cheaper than {@link #find} where the value is large. */
    boolean exists(String key);

    /**
     * Removes a key.
     *
     * @return true if a live entry was removed, false if there was none
     */
    boolean delete(String key);

    /** Removes a key if its current version is the given one. */
    DeleteResult deleteIf(String key, String version);

    /**
     * One page of the live keys that start with a prefix, in the order of their UTF-8 bytes, each once. Pages taken
     * one after another hold every key that existed throughout; a key stored or deleted meanwhile may be in or out.
     * A page may be short or empty and still have a next one: only an absent cursor says the end.
     *
     * @throws StateToolException {@link StateToolException.Reason#INVALID_CURSOR} for a cursor that this tool did not
     *     give for this prefix
     */
    KeyPage list(ListRequest request);

    /**
     * Stores several values under different keys. Every request is checked before the first is stored. With
     * {@link Atomicity#ATOMIC} a failed condition or an exception leaves nothing stored; with
     * {@link Atomicity#PER_ITEM} each item stands alone and an exception may leave some stored.
     */
    BatchResult storeAll(List<StoreRequest> requests);

    /**
     * The live entries among the given keys, in the order asked; absent keys are left out. With
     * {@link Atomicity#ATOMIC} all come from one moment.
     */
    Map<String, StateEntry> findAll(Collection<String> keys);

    /** Closes what this tool opened; idempotent. Later calls are refused with {@code CLOSED}. */
    @Override
    void close();

    /** Stores a value whatever was there before, without a time to live. */
    default StoreResult.Stored store(String key, JsonNode value) {
        StoreResult result = store(StoreRequest.of(key, value));
        if (result instanceof StoreResult.Stored stored) {
            return stored;
        }
        throw new IllegalStateException(backend() + " failed a condition that was not set");
    }

    /** The live value of a key; a stored JSON {@code null} is a present {@code NullNode}. */
    default Optional<JsonNode> retrieve(String key) {
        return find(key).map(StateEntry::value);
    }

    /**
     * All live keys that start with a prefix (the empty prefix: all keys), in the order of their UTF-8 bytes.
     *
     * @throws StateToolException {@link StateToolException.Reason#TOO_MANY_KEYS} if there are more than
     *     {@link StateToolLimits#maxListedKeys()}; page through them instead
     */
    default List<String> list(String prefix) {
        int bound = limits().maxListedKeys();
        List<String> keys = new ArrayList<>();
        ListRequest request = ListRequest.of(prefix).withLimit(limits().maxPageKeys());
        while (true) {
            KeyPage page = list(request);
            keys.addAll(page.keys());
            if (keys.size() > bound
                    || (keys.size() == bound && page.nextCursor().isPresent())) {
                throw new StateToolException(
                        Operation.LIST,
                        prefix,
                        backend(),
                        StateToolException.Reason.TOO_MANY_KEYS,
                        "more than " + bound + " keys; list them page by page",
                        null);
            }
            if (page.nextCursor().isEmpty()) {
                return List.copyOf(keys);
            }
            request = request.withCursor(page.nextCursor().get());
        }
    }

    /**
     * A view that keeps its keys apart from those of every other namespace, however a key, prefix or cursor is
     * spelled. Closing the view does not close this tool. A view of a view nests inside it.
     *
     * @param namespace an agent's name: {@code [a-z0-9][a-z0-9._-]{0,63}}
     * @throws StateToolException {@link StateToolException.Reason#INVALID_REQUEST} for another namespace, or if it
     *     leaves no room for keys
     */
    default McpStateTool scopedTo(String namespace) {
        return new ScopedStateTool(this, namespace);
    }
}
