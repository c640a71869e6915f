package dev.cairn.console;

import java.util.regex.Pattern;

/** Colours, or none. */
enum Style {
    PLAIN,
    COLOURED;

    private static final Pattern MARK = Pattern.compile("\u001b\\[[\\d;]*m");

    String bold(String text) {
        return marked("1", text);
    }

    String good(String text) {
        return marked("32", text);
    }

    String warning(String text) {
        return marked("33", text);
    }

    String bad(String text) {
        return marked("1;31", text);
    }

    String faint(String text) {
        return marked("2", text);
    }

    private String marked(String code, String text) {
        return this == PLAIN || text.isEmpty() ? text : "\u001b[" + code + "m" + text + "\u001b[0m";
    }

    /** How many columns a text takes: marks take none. */
    static int width(String text) {
        return MARK.matcher(text).replaceAll("").length();
    }

    /** What a database or file says is shown, not obeyed: control characters could rewrite a terminal. */
    static String harmless(String text) {
        return text.codePoints()
                .map(c -> Character.isISOControl(c) && c != '\n' ? '?' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
