package dev.cairn.bench.peer;

import dev.cairn.dal.pqs.UserRole;
import java.time.Instant;

/**
 * What is known of a user who signs up; the nine other columns keep their defaults.
 *
 * @param username unique
 * @param email unique
 * @param passwordHash 64 digits
 * @param fullName of the user
 * @param rank of the user
 * @param role of the user
 * @param createdAt and the date of the last change
 * @param loginCount of the user
 */
public record NewUser(
        String username,
        String email,
        String passwordHash,
        String fullName,
        String rank,
        UserRole role,
        Instant createdAt,
        long loginCount) {
    private static final String HASH = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

    /** The so-manieth one; another number is another username and e-mail address. */
    public static NewUser of(long number) {
        return named("signup-" + number, number);
    }

    /** With this username, and all else by the number. */
    public static NewUser named(String username, long number) {
        return new NewUser(
                username,
                username + "@example.org",
                HASH,
                "Ada Lovelace " + number,
                "Captain",
                UserRole.EDITOR,
                Instant.ofEpochSecond(1_700_000_000L + number % 10_000_000),
                number % 50);
    }
}
