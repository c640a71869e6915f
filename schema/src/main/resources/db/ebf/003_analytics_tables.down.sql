-- description: Drop categories, activity and transfer totals.

DROP TABLE file_categories;
DROP TABLE client_activity;
DROP TABLE transfer_stats;
