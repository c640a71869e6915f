package dev.cairn.dal;

/**
 * A row that a full-text query found. Immutable.
 *
 * @param row the row
 * @param rank how well it fits: the lower, the better
 * @param snippet the text around what was found, which stands in square brackets
 */
public record Found<R>(R row, double rank, String snippet) {}
