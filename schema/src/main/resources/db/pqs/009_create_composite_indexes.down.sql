-- description: Drop the composite indexes.

DROP INDEX idx_collaborators_document_active;
DROP INDEX idx_activities_user_created;
DROP INDEX idx_documents_section_status;
DROP INDEX idx_documents_section_number;
