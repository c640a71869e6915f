package dev.cairn.dal.spi;

/** The version of this package. */
public final class Spi {
    /** What generated code is made for. */
    public static final int VERSION = 2;

    private Spi() {}

    /** Refuses code that was generated for another version. */
    public static void require(int version, String generated) {
        if (version != VERSION) {
            throw new IllegalStateException(generated + " was generated for version " + version
                    + " of the Cairn runtime, and this is version " + VERSION
                    + ": build with cairn-codegen and cairn-dal of the same release.");
        }
    }
}
