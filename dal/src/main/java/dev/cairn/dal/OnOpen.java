package dev.cairn.dal;

/** What opening does about the schema. */
public enum OnOpen {
    /** Applies what is pending, and creates a file that is not there. */
    MIGRATE,
    /** Applies nothing; refuses a file that is not there, or has not the schema that the migrations make. */
    VALIDATE,
    /** Applies nothing and looks at nothing. */
    TRUST
}
