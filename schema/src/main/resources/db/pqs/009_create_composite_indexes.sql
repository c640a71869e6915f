-- description: Indexes for lists that filter by one column and narrow or sort by another.
-- depends: 004, 005, 006

CREATE INDEX idx_documents_section_number ON documents (section, document_number);
CREATE INDEX idx_documents_section_status ON documents (section, status);
CREATE INDEX idx_activities_user_created ON user_activities (user_id, created_at DESC);
CREATE INDEX idx_collaborators_document_active ON document_collaborators (document_id, is_active);
