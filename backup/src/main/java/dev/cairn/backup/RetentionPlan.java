package dev.cairn.backup;

import java.util.List;

/**
 * What retention would delete, and why it keeps the rest. Immutable.
 *
 * @param items every backup, newest first
 */
public record RetentionPlan(List<Item> items) {

    /**
     * What becomes of one backup.
     *
     * @param backup the backup
     * @param kept whether it stays
     * @param reasons why it stays; none if it does not
     */
    public record Item(Backup backup, boolean kept, List<String> reasons) {
        /** Keeps the list from changing. */
        public Item {
            reasons = List.copyOf(reasons);
        }
    }

    /** Keeps the list from changing. */
    public RetentionPlan {
        items = List.copyOf(items);
    }

    /** What goes, newest first: an increment before what it builds on. */
    public List<Backup> deleted() {
        return items.stream().filter(i -> !i.kept()).map(Item::backup).toList();
    }

    /** What stays. */
    public List<Backup> kept() {
        return items.stream().filter(Item::kept).map(Item::backup).toList();
    }
}
