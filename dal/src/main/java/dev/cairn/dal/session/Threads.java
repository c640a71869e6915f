package dev.cairn.dal.session;

import java.util.concurrent.ThreadFactory;

/** Threads of one name, which do not keep a process alive. Thread-safe. */
final class Threads implements ThreadFactory {
    private final ThreadGroup group;

    Threads(String name) {
        this.group = new ThreadGroup(name);
    }

    @Override
    public Thread newThread(Runnable work) {
        Thread thread = new Thread(group, work, group.getName());
        thread.setDaemon(true);
        return thread;
    }

    /** Interrupts those that run. */
    void interrupt() {
        group.interrupt();
    }
}
