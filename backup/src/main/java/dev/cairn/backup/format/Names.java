package dev.cairn.backup.format;

import java.util.Locale;

/** The names of constants as they stand in files. */
public final class Names {
    private Names() {}

    /** Small letters, and hyphens instead of underscores. */
    public static String of(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
