package dev.cairn.schema;

/**
 * Something about migrations that could be better. Immutable.
 *
 * @param rule which rule found it
 * @param subject the migration, table or index it is about
 * @param text what it is, in a sentence
 */
public record Finding(Rule rule, String subject, String text) {

    /** How much a finding matters. */
    public enum Level {
        /** It will hurt. */
        PROBLEM,
        /** Something to know. */
        ADVICE
    }

    /** What is looked for. */
    public enum Rule {
        /** A statement that cannot be inside the engine's transaction. */
        FORBIDDEN_STATEMENT(Level.PROBLEM),
        /** A rebuild that loses triggers or indexes of the table: refused wherever there are rows. */
        LOST_OBJECT(Level.PROBLEM),
        /** A foreign key whose columns begin no index, so that deleting a parent reads the whole child table. */
        UNINDEXED_FOREIGN_KEY(Level.PROBLEM),
        /** A migration without a way down. */
        MISSING_DOWN(Level.ADVICE),
        /** A number left out. */
        GAP(Level.ADVICE),
        /** An index whose columns begin another one. */
        REDUNDANT_INDEX(Level.ADVICE);

        private final Level level;

        Rule(Level level) {
            this.level = level;
        }

        /** How much it matters. */
        public Level level() {
            return level;
        }
    }
}
