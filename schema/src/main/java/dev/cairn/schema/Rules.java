package dev.cairn.schema;

import dev.cairn.schema.MigrationException.Kind;
import dev.cairn.schema.Script.Statement;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a statement may be inside a migration. */
final class Rules {
    private static final String TRANSACTION = "the engine begins and ends the transaction";
    private static final Map<String, String> FORBIDDEN = Map.of(
            "BEGIN", TRANSACTION,
            "COMMIT", TRANSACTION,
            "END", TRANSACTION,
            "ROLLBACK", TRANSACTION,
            "SAVEPOINT", TRANSACTION,
            "RELEASE", TRANSACTION,
            "ATTACH", "a migration belongs to one database",
            "DETACH", "a migration belongs to one database",
            "EXPLAIN", "it does nothing, unless a PRAGMA stands behind it, which SQLite obeys",
            "VACUUM", "SQLite cannot vacuum inside a transaction; vacuum when the migration is done");
    /** Those that SQLite obeys inside a transaction, and that say nothing about the connection to come. */
    private static final Set<String> PRAGMAS = Set.of(
            "user_version",
            "application_id",
            "legacy_alter_table",
            "defer_foreign_keys",
            "recursive_triggers",
            "foreign_key_check",
            "foreign_key_list",
            "index_info",
            "index_list",
            "index_xinfo",
            "integrity_check",
            "quick_check",
            "table_info",
            "table_list",
            "table_xinfo");

    /** Also as a string, which SQLite takes for a name where it expects one. */
    private static final Set<String> OURS =
            Set.of(History.TABLE, "idx_migration_name", "idx_migration_version", "idx_migration_applied_at");

    private Rules() {}

    static void check(String location, Statement statement) {
        violation(location, statement).ifPresent(v -> {
            throw v;
        });
    }

    static Optional<MigrationException> violation(String location, Statement statement) {
        return forbidden(statement)
                .map(why -> MigrationException.of(Kind.FORBIDDEN_STATEMENT)
                        .with("file", location)
                        .with("line", statement.line())
                        .with("sql", statement.sql())
                        .with("why", why)
                        .build());
    }

    private static Optional<String> forbidden(Statement statement) {
        if (statement.tokens().stream().anyMatch(t -> OURS.contains(t.name().toLowerCase(Locale.ROOT)))) {
            return Optional.of("migration_history belongs to the engine");
        }
        String first = statement.tokens().get(0).text().toUpperCase(Locale.ROOT);
        return first.equals("PRAGMA") ? forbiddenPragma(statement) : Optional.ofNullable(FORBIDDEN.get(first));
    }

    private static Optional<String> forbiddenPragma(Statement statement) {
        boolean qualified = statement.has(2, ".");
        int position = qualified ? 3 : 1;
        String name = statement.tokens().size() > position
                ? statement.tokens().get(position).name().toLowerCase(Locale.ROOT)
                : "";
        if (PRAGMAS.contains(name)) {
            return Optional.empty();
        }
        return Optional.of(
                name.equals("foreign_keys")
                        ? "SQLite ignores it inside a transaction; the header \"-- foreign-keys: on\" does it"
                        : "PRAGMA " + name + " does nothing, or harm, inside a migration");
    }

    static boolean isAdditive(Statement s) {
        int kind = s.has(1, "TEMP") || s.has(1, "TEMPORARY") ? 2 : 1;
        boolean creates = s.startsWith("CREATE")
                && (s.has(kind, "TABLE") || s.has(kind, "VIEW") || s.has(kind, "INDEX") || s.has(kind, "VIRTUAL"));
        return creates || s.startsWith("SELECT") || addsColumn(s) || (s.startsWith("INSERT") && !replaces(s));
    }

    private static boolean replaces(Statement s) {
        return s.startsWith("INSERT", "OR", "REPLACE") || s.tokens().stream().anyMatch(t -> t.is("CONFLICT"));
    }

    private static boolean addsColumn(Statement s) {
        if (!s.startsWith("ALTER", "TABLE")) {
            return false;
        }
        int verb = s.has(3, ".") ? 5 : 3;
        // ADD CONSTRAINT and ADD CHECK take away: rows that were fine before are refused.
        return s.has(verb, "ADD") && !s.has(verb, "ADD", "CONSTRAINT") && !s.has(verb, "ADD", "CHECK");
    }
}
