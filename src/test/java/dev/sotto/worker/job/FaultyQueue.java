package dev.sotto.worker.job;

import dev.sotto.job.port.JobMaintenance;
import dev.sotto.job.port.JobStore;
import dev.sotto.job.port.StoreError;
import dev.sotto.job.port.StoreException;
import dev.sotto.job.port.TenantJobs;
import dev.sotto.job.port.WorkQueue;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/** A real queue whose calls do what a test says before or after they are done, by the name of the method. */
final class FaultyQueue {
    private final WorkQueue real;
    private final Map<String, Runnable> before = new ConcurrentHashMap<>();
    private final Map<String, Runnable> after = new ConcurrentHashMap<>();

    FaultyQueue(WorkQueue real) {
        this.real = real;
    }

    /** For calls from now on; runs on the thread of the call. */
    void before(String method, Runnable fault) {
        before.put(method, fault);
    }

    /** As above, when the store has done what was asked. */
    void after(String method, Runnable fault) {
        after.put(method, fault);
    }

    void mend() {
        before.clear();
        after.clear();
    }

    /** A store that did not answer in time: nobody can tell what it has done. */
    static StoreException unknown() {
        return new StoreException(StoreError.UNAVAILABLE, "not answered in time");
    }

    /** A call that takes until then. */
    static Runnable until(Instant time) {
        return () -> {
            while (Instant.now().isBefore(time)) {
                LockSupport.parkUntil(time.toEpochMilli());
            }
        };
    }

    JobStore instead(JobStore store) {
        WorkQueue queue = (WorkQueue) Proxy.newProxyInstance(
                WorkQueue.class.getClassLoader(),
                new Class<?>[] {WorkQueue.class},
                (any, method, with) -> call(method, with));
        return new JobStore() {
            @Override
            public TenantJobs tenantJobs() {
                return store.tenantJobs();
            }

            @Override
            public WorkQueue queue() {
                return queue;
            }

            @Override
            public JobMaintenance maintenance() {
                return store.maintenance();
            }

            @Override
            public void close() {
                store.close();
            }
        };
    }

    private Object call(Method method, Object[] with) throws Throwable {
        before.getOrDefault(method.getName(), () -> {}).run();
        try {
            Object answer = method.invoke(real, with);
            after.getOrDefault(method.getName(), () -> {}).run();
            return answer;
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
