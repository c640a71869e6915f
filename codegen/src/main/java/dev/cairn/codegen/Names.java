package dev.cairn.codegen;

import java.text.Normalizer;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import javax.lang.model.SourceVersion;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.conf.RenderQuotedNames;
import org.jooq.conf.Settings;
import org.jooq.impl.DSL;

/** Java names for SQL names, unique among their like, and never one that the language or a record keeps for itself. */
final class Names {
    private static final Set<String> KEPT = Set.of(
            "clone",
            "equals",
            "finalize",
            "getClass",
            "hashCode",
            "notify",
            "notifyAll",
            "toString",
            "wait",
            "touched",
            "set");
    /** Those that jOOQ would not quote. */
    private static final Set<String> UNKNOWN_KEYWORDS = Set.of("cast", "returning");

    private static final DSLContext SQLITE = DSL.using(
            SQLDialect.SQLITE, new Settings().withRenderQuotedNames(RenderQuotedNames.EXPLICIT_DEFAULT_UNQUOTED));

    private Names() {}

    /** {@code ClientID} and {@code client_id} in words: client, id. */
    private static String[] words(String name) {
        return name.replaceAll("(\\p{Ll}|\\p{N})(\\p{Lu})", "$1_$2")
                .replaceAll("(\\p{Lu}+)(\\p{Lu}\\p{Ll})", "$1_$2")
                .split("[^\\p{L}\\p{Nd}\\p{Nl}\\p{Mn}\\p{Mc}]+");
    }

    /** {@code ClientId}. */
    static String type(String name) {
        StringBuilder type = new StringBuilder();
        for (String word : words(name)) {
            if (!word.isEmpty()) {
                int first = word.offsetByCodePoints(0, 1);
                type.append(word.substring(0, first).toUpperCase(Locale.ROOT))
                        .append(word.substring(first).toLowerCase(Locale.ROOT));
            }
        }
        if (type.length() == 0) {
            type.append("Unnamed");
        }
        return Character.isJavaIdentifierStart(type.codePointAt(0)) ? type.toString() : "_" + type;
    }

    /** The same in ASCII, for what becomes the name of a file: not every locale has a name for {@code Größe.java}. */
    static String className(String name) {
        StringBuilder ascii = new StringBuilder();
        Normalizer.normalize(type(name).replace("ß", "ss"), Normalizer.Form.NFKD)
                .codePoints()
                .forEach(c -> {
                    if (c < 0x80) {
                        ascii.append((char) c);
                    } else if (Character.getType(c) != Character.NON_SPACING_MARK) {
                        ascii.append('U').append(Integer.toHexString(c).toUpperCase(Locale.ROOT));
                    }
                });
        return type(ascii.toString());
    }

    /** {@code clientId}. */
    static String member(String name) {
        String type = type(name);
        String member = type.substring(0, 1).toLowerCase(Locale.ROOT) + type.substring(1);
        boolean kept = KEPT.contains(member) || SourceVersion.isKeyword(member, SourceVersion.RELEASE_17);
        return kept ? member + "_" : member;
    }

    /** {@code CLIENT_ID}. */
    static String constant(String name) {
        String constant = String.join("_", words(name)).toUpperCase(Locale.ROOT);
        String full = constant.isEmpty() ? "UNNAMED" : constant.startsWith("_") ? constant.substring(1) : constant;
        return Character.isJavaIdentifierStart(full.codePointAt(0)) ? full : "_" + full;
    }

    /** Each name with a Java name of its own; of two that would be alike but for case, the second is numbered. */
    static Map<String, String> unique(Collection<String> names, Function<String, String> form) {
        Map<String, String> unique = new LinkedHashMap<>();
        Set<String> used = new HashSet<>();
        for (String name : names) {
            String wanted = form.apply(name);
            String free = wanted;
            for (int i = 2; !used.add(free.toLowerCase(Locale.ROOT)); i++) {
                free = wanted + i;
            }
            unique.put(name, free);
        }
        return unique;
    }

    /** A name as SQL wants it: quoted where it is a keyword or no plain word. */
    static String sql(String name) {
        boolean plain =
                name.matches("[A-Za-z_][A-Za-z0-9_]*") && !UNKNOWN_KEYWORDS.contains(name.toLowerCase(Locale.ROOT));
        return plain ? SQLITE.render(DSL.name(name)) : '"' + name.replace("\"", "\"\"") + '"';
    }

    /** A text as Java source. */
    static String literal(String text) {
        StringBuilder literal = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> literal.append("\\\"");
                case '\\' -> literal.append("\\\\");
                case '\n' -> literal.append("\\n");
                default -> {
                    if (c < 0x20 || c > 0x7e) {
                        literal.append(String.format("\\u%04x", (int) c));
                    } else {
                        literal.append(c);
                    }
                }
            }
        }
        return literal.append('"').toString();
    }

    /** A text as it may stand in a {@code code} tag of a Javadoc. */
    static String doc(String text) {
        return text.replace("*/", "* /")
                .replace("@", "&#64;")
                .replace("\\", "&#92;")
                .replace("{", "&#123;")
                .replace("}", "&#125;");
    }
}
