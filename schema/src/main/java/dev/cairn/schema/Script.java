package dev.cairn.schema;

import dev.cairn.schema.MigrationException.Kind;
import java.util.ArrayList;
import java.util.List;

/**
 * SQL text split into its statements.
 *
 * <p>A semicolon ends a statement, except inside strings, quoted identifiers and comments, and inside a trigger, which
 * ends at {@code ; END ;} as SQLite's own {@code sqlite3_complete} has it (https://www.sqlite.org/c3ref/complete.html):
 * CASE ... END never follows a semicolon, so no nesting needs counting. Immutable.
 *
 * @param statements in order; their text is without the final semicolon
 * @param comments all comments, for the header
 */
record Script(List<Statement> statements, List<Comment> comments) {

    /** One statement, and the line it begins on. */
    record Statement(String sql, int line, List<Token> tokens) {

        /** Whether the words from {@code position} on are these, whatever their case. */
        boolean has(int position, String... words) {
            for (int i = 0; i < words.length; i++) {
                if (position + i >= tokens.size() || !tokens.get(position + i).is(words[i])) {
                    return false;
                }
            }
            return true;
        }

        boolean startsWith(String... words) {
            return has(0, words);
        }

        boolean isTrigger() {
            return createsTrigger(tokens);
        }
    }

    /** A comment without its marks, and the line it begins on. */
    record Comment(String text, int line) {}

    static Script parse(String location, String text) {
        return new Splitter(location, text).split();
    }

    private static boolean createsTrigger(List<Token> tokens) {
        if (tokens.isEmpty() || !tokens.get(0).is("CREATE")) {
            return false;
        }
        int next =
                tokens.size() > 1 && (tokens.get(1).is("TEMP") || tokens.get(1).is("TEMPORARY")) ? 2 : 1;
        return tokens.size() > next && tokens.get(next).is("TRIGGER");
    }

    /** Reads tokens and groups them into statements. */
    private static final class Splitter {
        private final String location;
        private final String text;
        private final Lexer lexer;
        private final List<Statement> statements = new ArrayList<>();
        private List<Token> current = new ArrayList<>();

        Splitter(String location, String text) {
            this.location = location;
            this.text = text;
            this.lexer = new Lexer(location, text);
        }

        Script split() {
            for (Token token = lexer.next(); token != null; token = lexer.next()) {
                if (!token.is(";")) {
                    current.add(token);
                } else if (!createsTrigger(current) || endsTrigger()) {
                    finish();
                } else {
                    current.add(token);
                }
            }
            if (createsTrigger(current) && !endsTrigger()) {
                throw MigrationException.of(Kind.UNREADABLE_SCRIPT)
                        .with("file", location)
                        .with("line", current.get(0).line())
                        .with("problem", "a trigger begins here and never ends")
                        .hint("Close its body with END;")
                        .build();
            }
            finish();
            return new Script(List.copyOf(statements), List.copyOf(lexer.comments()));
        }

        private boolean endsTrigger() {
            int size = current.size();
            return size > 1
                    && current.get(size - 1).is("END")
                    && current.get(size - 2).is(";");
        }

        private void finish() {
            if (!current.isEmpty()) {
                Token first = current.get(0);
                Token last = current.get(current.size() - 1);
                statements.add(
                        new Statement(text.substring(first.start(), last.end()), first.line(), List.copyOf(current)));
                current = new ArrayList<>();
            }
        }
    }
}
