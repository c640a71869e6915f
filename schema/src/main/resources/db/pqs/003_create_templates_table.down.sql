-- description: Drop templates.

DROP TABLE templates;
