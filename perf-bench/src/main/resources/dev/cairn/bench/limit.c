/*
 * A point read of users by id in C, row after row as raw JDBC does it: every text is copied into memory of its own.
 * Answers, line by line, "check TURN" with the row as Java prints it, and "slice TURN MILLIS" with nanoseconds of the
 * clock and of the processor, bytes, and calls.
 *
 *   cc -O2 -o limit limit.c -lsqlite3 && ./limit FILE
 */
#define _POSIX_C_SOURCE 200809L
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { COLUMNS = 18, IDS = 50000 };

static const char *NAMES[COLUMNS] = {
    "id", "username", "email", "passwordHash", "fullName", "rank", "role", "isActive", "avatarPath",
    "avatarUpdatedAt", "avatarMime", "avatarSize", "createdAt", "updatedAt", "lastLoginAt", "loginCount",
    "failedLoginAttempts", "lockedUntil"};
/* n: number, t: text, e: enum, b: boolean, d: date */
static const char KINDS[COLUMNS + 1] = "nttttteb" "tdtndddnnd";

typedef struct {
  sqlite3_int64 number[COLUMNS];
  char *text[COLUMNS];
  int present[COLUMNS];
} User;

static sqlite3 *db;
static sqlite3_stmt *byId;
static sqlite3_int64 ids[IDS];
static int idCount;

static void require(int ok, const char *what) {
  if (!ok) {
    fprintf(stderr, "%s: %s\n", what, db ? sqlite3_errmsg(db) : "");
    exit(1);
  }
}

static sqlite3_stmt *prepare(const char *sql) {
  sqlite3_stmt *statement;
  require(sqlite3_prepare_v2(db, sql, -1, &statement, NULL) == SQLITE_OK, sql);
  return statement;
}

static int isNumber(int column) { return KINDS[column] == 'n' || KINDS[column] == 'b'; }

static void readUser(int turn, User *user) {
  sqlite3_bind_int64(byId, 1, ids[turn % idCount]);
  require(sqlite3_step(byId) == SQLITE_ROW, "no such user");
  for (int i = 0; i < COLUMNS; i++) {
    user->present[i] = sqlite3_column_type(byId, i) != SQLITE_NULL;
    user->text[i] = NULL;
    if (isNumber(i)) {
      user->number[i] = sqlite3_column_int64(byId, i);
    } else if (user->present[i]) {
      int length = sqlite3_column_bytes(byId, i);
      user->text[i] = malloc(length + 1);
      memcpy(user->text[i], sqlite3_column_text(byId, i), length + 1);
    }
  }
  sqlite3_reset(byId);
}

static void freeUser(User *user) {
  for (int i = 0; i < COLUMNS; i++) {
    free(user->text[i]);
  }
}

static void check(int turn) {
  User user;
  readUser(turn, &user);
  printf("UsersRow[");
  for (int i = 0; i < COLUMNS; i++) {
    printf("%s%s=", i ? ", " : "", NAMES[i]);
    char *text = user.text[i];
    if (!user.present[i]) {
      printf("null");
    } else if (KINDS[i] == 'b') {
      printf(user.number[i] ? "true" : "false");
    } else if (KINDS[i] == 'n') {
      printf("%lld", (long long)user.number[i]);
    } else if (KINDS[i] == 'd') {
      printf("%.10sT%.8sZ", text, text + 11);
    } else if (KINDS[i] == 'e') {
      for (char *c = text; *c; c++) {
        putchar(*c >= 'a' && *c <= 'z' ? *c - 32 : *c);
      }
    } else {
      printf("%s", text);
    }
  }
  printf("]\n");
  freeUser(&user);
}

static double now(clockid_t clock) {
  struct timespec time;
  clock_gettime(clock, &time);
  return time.tv_sec * 1e9 + time.tv_nsec;
}

static void slice(int turn, int millis) {
  double cpu = now(CLOCK_THREAD_CPUTIME_ID);
  double wall = now(CLOCK_MONOTONIC);
  double last = wall;
  int calls = 0;
  do {
    User user;
    readUser(turn + calls++, &user);
    freeUser(&user);
    last = now(CLOCK_MONOTONIC);
  } while (last - wall < millis * 1e6);
  printf("%.3f %.3f 0 %d\n", (last - wall) / calls, (now(CLOCK_THREAD_CPUTIME_ID) - cpu) / calls, calls);
}

int main(int count, char **arguments) {
  require(count == 2 && sqlite3_open_v2(arguments[1], &db, SQLITE_OPEN_READWRITE, NULL) == SQLITE_OK, "open");
  require(sqlite3_exec(db, "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON;"
                           "PRAGMA cache_size = -40000; PRAGMA mmap_size = 0; PRAGMA temp_store = MEMORY",
                       NULL, NULL, NULL) == SQLITE_OK, "pragmas");
  /* The same users in the same order as all others read them. */
  sqlite3_stmt *order = prepare("SELECT id FROM users ORDER BY id * 2654435761 % 4294967296 LIMIT 50000");
  while (sqlite3_step(order) == SQLITE_ROW) {
    ids[idCount++] = sqlite3_column_int64(order, 0);
  }
  sqlite3_finalize(order);
  byId = prepare("SELECT id, username, email, password_hash, full_name, rank, role, is_active, avatar_path,"
                 " avatar_updated_at, avatar_mime, avatar_size, created_at, updated_at, last_login_at, login_count,"
                 " failed_login_attempts, locked_until FROM users WHERE id = ?");
  char line[100];
  while (fgets(line, sizeof line, stdin)) {
    int turn, millis;
    if (sscanf(line, "check %d", &turn) == 1) {
      check(turn);
    } else if (sscanf(line, "slice %d %d", &turn, &millis) == 2) {
      slice(turn, millis);
    }
    fflush(stdout);
  }
  sqlite3_finalize(byId);
  return sqlite3_close(db) == SQLITE_OK ? 0 : 1;
}
