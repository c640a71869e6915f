package dev.cairn.console;

/** Colours, or none. */
enum Style {
    PLAIN,
    COLOURED;

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

    /** What a database or file says is shown, not obeyed: control characters could rewrite a terminal. */
    static String harmless(String text) {
        return text.codePoints()
                .map(c -> Character.isISOControl(c) && c != '\n' ? '?' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
