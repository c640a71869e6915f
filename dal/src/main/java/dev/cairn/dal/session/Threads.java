package dev.cairn.dal.session;

import java.util.concurrent.ThreadFactory;

/** Threads of the runtime's own. */
final class Threads {
    private Threads() {}

    /** That do not keep a process alive. */
    static ThreadFactory daemons(String name) {
        return work -> {
            Thread thread = new Thread(work, name);
            thread.setDaemon(true);
            return thread;
        };
    }
}
