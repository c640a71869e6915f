package dev.cairn.dal.spi;

/** A value of a column that takes only certain texts. Generated enums implement it. */
public interface Constant {
    /** As it stands in the database. */
    String text();
}
