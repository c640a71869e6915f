package dev.cairn.backup;

import java.util.Locale;

/** The names of constants as they stand in files. */
final class Names {
    private Names() {}

    static String of(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
