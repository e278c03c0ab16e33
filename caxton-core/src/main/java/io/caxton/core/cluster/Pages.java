package io.caxton.core.cluster;

import io.caxton.core.registry.Pool;
import java.util.ArrayList;
import java.util.List;

/** Pages of the agents of a pool. */
final class Pages {
    private Pages() {}

    /** Up to {@code limit} after an id, by id; goes on through the pool until so many are reachable, if they must be. */
    static List<ClusterAgent> of(ClusterView view, Pool pool, String after, int limit, boolean onlyReachable) {
        List<ClusterAgent> page = new ArrayList<>();
        String last = after;
        while (page.size() < limit) {
            List<String> ids = pool.page(last, limit);
            if (ids.isEmpty()) {
                return page;
            }
            for (String id : ids) {
                last = id;
                view.find(id)
                        .filter(agent -> page.size() < limit && (!onlyReachable || agent.reachable()))
                        .ifPresent(page::add);
            }
        }
        return page;
    }
}
