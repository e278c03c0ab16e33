package io.caxton.state.tck;

import io.caxton.state.BatchResult;
import io.caxton.state.DeleteResult;
import io.caxton.state.KeyPage;
import io.caxton.state.ListRequest;
import io.caxton.state.McpStateTool;
import io.caxton.state.StateEntry;
import io.caxton.state.StateToolException;
import io.caxton.state.StoreCondition;
import io.caxton.state.StoreRequest;
import io.caxton.state.StoreResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;

/** Mistakes that real backends make, one each. */
final class BrokenTools {

    private BrokenTools() {}

    /** Looks, then stores: two may look before either stores. */
    static McpStateTool lossyCompareAndSet(McpStateTool sound) {
        return new WrappedStateTool(sound) {
            @Override
            public StoreResult store(StoreRequest request) {
                if (request.condition() instanceof StoreCondition.IfVersion expected) {
                    Optional<String> current = sound.find(request.key()).map(StateEntry::version);
                    if (!expected.holdsFor(current)) {
                        return sound.store(request);
                    }
                    LockSupport.parkNanos(200_000);
                    return sound.store(new StoreRequest(
                            request.key(), request.value(), new StoreCondition.Always(), request.ttl()));
                }
                return sound.store(request);
            }
        };
    }

    /** Lists with {@code LIKE prefix || '%'}, where {@code _} and {@code %} are wildcards. */
    static McpStateTool likePrefix(McpStateTool sound) {
        return new WrappedStateTool(sound) {
            @Override
            public KeyPage list(ListRequest request) {
                if (!request.prefix().contains("%") && !request.prefix().contains("_")) {
                    return sound.list(request);
                }
                String like =
                        Pattern.quote(request.prefix()).replace("%", "\\E.*\\Q").replace("_", "\\E.\\Q");
                List<String> found = sound.list("").stream()
                        .filter(key -> Pattern.compile(like + ".*", Pattern.DOTALL)
                                .matcher(key)
                                .matches())
                        .toList();
                return new KeyPage(found, Optional.empty());
            }
        };
    }

    /** Accepts a time to live and forgets it. */
    static McpStateTool ttlIgnored(McpStateTool sound) {
        return new WrappedStateTool(sound) {
            @Override
            public StoreResult store(StoreRequest request) {
                return sound.store(
                        new StoreRequest(request.key(), request.value(), request.condition(), Optional.empty()));
            }
        };
    }

    /** Gives the first page of a thousand for the whole list. */
    static McpStateTool firstPageOnly(McpStateTool sound) {
        return new WrappedStateTool(sound) {
            @Override
            public List<String> list(String prefix) {
                return sound.list(ListRequest.of(prefix).withLimit(limits().maxPageKeys()))
                        .keys();
            }
        };
    }

    /** Orders keys by UTF-16, as {@code String.compareTo} does. */
    static McpStateTool utf16Order(McpStateTool sound) {
        return new WrappedStateTool(sound) {
            @Override
            public KeyPage list(ListRequest request) {
                KeyPage page = sound.list(request);
                return new KeyPage(page.keys().stream().sorted().toList(), page.nextCursor());
            }
        };
    }

    /** Folds the case of keys. */
    static McpStateTool caseFolded(McpStateTool sound) {
        return new WrappedStateTool(sound) {
            @Override
            public Optional<StateEntry> find(String key) {
                return sound.list("").stream()
                        .filter(key::equalsIgnoreCase)
                        .findFirst()
                        .flatMap(sound::find);
            }

            @Override
            public boolean exists(String key) {
                return find(key).isPresent();
            }
        };
    }

    /** Sends numbers through a double. */
    static McpStateTool doubleNumbers(McpStateTool sound) {
        return new WrappedStateTool(sound) {
            @Override
            public StoreResult store(StoreRequest request) {
                return request.value().isNumber()
                        ? sound.store(new StoreRequest(
                                request.key(),
                                ValueClauses.NODES.numberNode(request.value().doubleValue()),
                                request.condition(),
                                request.ttl()))
                        : sound.store(request);
            }
        };
    }

    /** Takes a cursor for whatever prefix it comes with, by starting again. */
    static McpStateTool looseCursor(McpStateTool sound) {
        return new WrappedStateTool(sound) {
            @Override
            public KeyPage list(ListRequest request) {
                try {
                    return sound.list(request);
                } catch (StateToolException badCursor) {
                    return sound.list(ListRequest.of(request.prefix()));
                }
            }
        };
    }

    /** Stores a batch it declares atomic one by one. */
    static McpStateTool halfBatch(McpStateTool sound) {
        return new WrappedStateTool(sound) {
            @Override
            public BatchResult storeAll(List<StoreRequest> requests) {
                List<StoreResult> results = new ArrayList<>();
                requests.forEach(request -> results.add(sound.store(request)));
                return new BatchResult.Completed(results);
            }
        };
    }

    /** Deletes whatever version is there. */
    static McpStateTool carelessDelete(McpStateTool sound) {
        return new WrappedStateTool(sound) {
            @Override
            public DeleteResult deleteIf(String key, String version) {
                return sound.delete(key) ? new DeleteResult.Deleted() : new DeleteResult.Absent();
            }
        };
    }

    /** Answers {@code null} as if there were nothing. */
    static McpStateTool nullIsAbsent(McpStateTool sound) {
        return new WrappedStateTool(sound) {
            @Override
            public Optional<StateEntry> find(String key) {
                return sound.find(key).filter(entry -> !entry.value().isNull());
            }
        };
    }
}
