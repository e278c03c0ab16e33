package io.caxton.spring.agent;

import org.springframework.boot.system.JavaVersion;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.core.task.TaskRejectedException;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;

/**
 * Runs handlers: each on a virtual thread where those do not pin their carrier (JDK 24, JEP 491), else on a pool whose
 * queue holds what all agents together may have in flight. Not a bean, so that Boot's own executor stays the
 * application's.
 */
final class HandlerExecutor implements AutoCloseable {
    private static final String THREAD_NAME = "caxton-agent-";

    private final AsyncTaskExecutor tasks;
    private final Runnable onClose;

    HandlerExecutor(int threads) {
        if (JavaVersion.getJavaVersion().isEqualOrNewerThan(JavaVersion.TWENTY_FOUR)) {
            SimpleAsyncTaskExecutor virtual = new SimpleAsyncTaskExecutor(THREAD_NAME);
            virtual.setVirtualThreads(true);
            tasks = virtual;
            onClose = virtual::close;
        } else {
            ThreadPoolTaskExecutor pool = new ThreadPoolTaskExecutor();
            pool.setThreadNamePrefix(THREAD_NAME);
            pool.setCorePoolSize(threads);
            pool.setMaxPoolSize(threads);
            pool.setAllowCoreThreadTimeOut(true);
            pool.setDaemon(true);
            pool.afterPropertiesSet();
            tasks = pool;
            onClose = pool::destroy;
        }
    }

    /** Never blocks; throws {@link TaskRejectedException} once closed. */
    void execute(Runnable task) {
        tasks.execute(task);
    }

    @Override
    public void close() {
        onClose.run();
    }
}
