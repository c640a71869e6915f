package dev.cairn.dal;

/** What opening does about the schema. */
public enum OnOpen {
    /** Applies what is pending, and creates a file that is not there. */
    MIGRATE,
    /** Applies nothing; refuses a file that is not there, has migrations pending, or lacks what they make. */
    VALIDATE,
    /** Applies nothing and does not look at the schema; refuses a file that is not there. */
    TRUST
}
