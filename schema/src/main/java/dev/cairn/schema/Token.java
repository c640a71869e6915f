package dev.cairn.schema;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A word, quoted name, string or sign of SQL text, and where it stands. */
record Token(Type type, String text, int start, int end, int line) {

    enum Type {
        WORD,
        QUOTED_NAME,
        STRING,
        SIGN
    }

    /** Whether this is the bare word or sign, whatever its case; a quoted name never is. */
    boolean is(String wordOrSign) {
        return (type == Type.WORD || type == Type.SIGN) && text.equalsIgnoreCase(wordOrSign);
    }

    /** The identifier this token stands for, without its quotes. */
    String name() {
        if (type == Type.WORD || type == Type.SIGN) {
            return text;
        }
        char quote = text.charAt(0);
        String inner = text.substring(1, text.length() - 1);
        return quote == '[' ? inner : inner.replace("" + quote + quote, "" + quote);
    }

    /**
     * The same for two texts that differ only in white space, comments, name quotes and the case of names and words.
     */
    static String normalize(List<Token> tokens) {
        return tokens.stream()
                .map(t -> t.type == Type.STRING ? t.text : t.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(" "));
    }
}
