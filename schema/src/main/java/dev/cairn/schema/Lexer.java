package dev.cairn.schema;

import dev.cairn.schema.MigrationException.Kind;
import dev.cairn.schema.Script.Comment;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads SQL text token by token, the way SQLite's tokenizer bounds them. Comments are kept aside. */
final class Lexer {
    private final String location;
    private final String text;
    private final List<Comment> comments = new ArrayList<>();
    private int at;
    private int line = 1;

    Lexer(String location, String text) {
        this.location = location;
        this.text = text;
    }

    /** All tokens of a text that SQLite itself has accepted. */
    static List<Token> tokens(String sql) {
        Lexer lexer = new Lexer("sqlite_schema", sql);
        List<Token> tokens = new ArrayList<>();
        for (Token token = lexer.next(); token != null; token = lexer.next()) {
            tokens.add(token);
        }
        return tokens;
    }

    List<Comment> comments() {
        return comments;
    }

    @Nullable
    Token next() {
        skipSpaceAndComments();
        if (at == text.length()) {
            return null;
        }
        char c = text.charAt(at);
        return switch (c) {
            case '\'' -> quoted(Token.Type.STRING, '\'', "string");
            case '"', '`' -> quoted(Token.Type.QUOTED_NAME, c, "quoted name");
            case '[' -> quoted(Token.Type.QUOTED_NAME, ']', "quoted name");
            default -> isWordPart(c) ? word() : token(Token.Type.SIGN, at + 1, line);
        };
    }

    private void skipSpaceAndComments() {
        while (at < text.length()) {
            if (isSpace(text.charAt(at))) {
                moveTo(at + 1);
            } else if (text.startsWith("--", at)) {
                int end = text.indexOf('\n', at);
                comment(2, end < 0 ? text.length() : end, 0);
            } else if (text.startsWith("/*", at)) {
                int end = text.indexOf("*/", at + 2);
                if (end < 0) {
                    throw unterminated("comment");
                }
                comment(2, end, 2);
            } else {
                return;
            }
        }
    }

    private void comment(int openingLength, int end, int closingLength) {
        comments.add(new Comment(text.substring(at + openingLength, end), line));
        moveTo(end + closingLength);
    }

    private Token quoted(Token.Type type, char close, String what) {
        int from = at + 1;
        while (true) {
            int end = text.indexOf(close, from);
            if (end < 0) {
                throw unterminated(what);
            }
            boolean doubled = close != ']' && end + 1 < text.length() && text.charAt(end + 1) == close;
            if (!doubled) {
                return token(type, end + 1, line);
            }
            from = end + 2;
        }
    }

    private Token word() {
        int end = at + 1;
        while (end < text.length() && isWordPart(text.charAt(end))) {
            end++;
        }
        return token(Token.Type.WORD, end, line);
    }

    private Token token(Token.Type type, int end, int firstLine) {
        Token token = new Token(type, text.substring(at, end), at, end, firstLine);
        moveTo(end);
        return token;
    }

    private void moveTo(int end) {
        for (; at < end; at++) {
            if (text.charAt(at) == '\n') {
                line++;
            }
        }
    }

    private MigrationException unterminated(String what) {
        return MigrationException.of(Kind.UNREADABLE_SCRIPT)
                .with("file", location)
                .with("line", line)
                .with("problem", "a " + what + " begins here and never ends")
                .build();
    }

    /** What SQLite takes for white space, a byte order mark too; a no-break space, say, is part of a word. */
    private static boolean isSpace(char c) {
        return c == ' ' || c == '\t' || c == '\n' || c == '\f' || c == '\r' || c == '\uFEFF';
    }

    private static boolean isWordPart(char c) {
        return c == '_' || c == '$' || c >= 0x80 || (c < 0x80 && Character.isLetterOrDigit(c));
    }
}
