package dev.cairn.bench.harness;

import java.util.ArrayList;
import java.util.List;

/** Several ways to do one thing in this JVM. Not thread-safe. */
public final class Contest {
    private final List<Contender> contenders = new ArrayList<>();
    private Action settle = Action.NONE;
    private Action takeBack = Action.NONE;

    /** The first one added is what the others are compared with. */
    public Contest add(String name, Operation operation) {
        return add(name, operation, operation);
    }

    /** The same, where comparing results takes more than is to be measured. */
    public Contest add(String name, Operation measured, Operation checked) {
        contenders.add(new Local(name, measured, checked, this));
        return this;
    }

    /** What each has to do at the end of its slice, on its own account: to write back what it left in the log. */
    public Contest settling(Action action) {
        settle = action;
        return this;
    }

    /** What is done after each slice and check on nobody's account: to take back what was written. */
    public Contest takingBack(Action action) {
        takeBack = action;
        return this;
    }

    void settle() throws Exception {
        settle.run();
    }

    void takeBack() throws Exception {
        takeBack.run();
    }

    /** In the order in which they were added. */
    public List<Contender> contenders() {
        return List.copyOf(contenders);
    }
}
