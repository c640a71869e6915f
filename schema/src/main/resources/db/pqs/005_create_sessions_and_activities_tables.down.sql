-- description: Drop activities and sessions.

DROP TABLE user_activities;
DROP TABLE user_sessions;
