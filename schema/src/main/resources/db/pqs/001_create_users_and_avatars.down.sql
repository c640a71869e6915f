-- description: Drop avatars and users.

DROP TABLE avatars;
DROP TABLE users;
