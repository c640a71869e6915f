package dev.cairn.bench.peer;

import dev.cairn.samples.Dataset;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** The queries that the bundled systems ask most. */
public enum Typical {
    /** Who logs in. */
    USER("user by username", Dataset.PQS, "SELECT username FROM users ORDER BY 1", Sql.BY_USERNAME),
    /** What a reviewer sees first. */
    DOCUMENTS(
            "documents by section and status",
            Dataset.PQS,
            "SELECT DISTINCT section, status FROM documents ORDER BY 1, 2",
            """
            SELECT id, title, section, document_number, template_id, content, content_hash, metadata, status, version,
                created_by, updated_by, reviewed_by, approved_by, created_at, updated_at, reviewed_at, approved_at
            FROM documents WHERE section = +? AND status = +? ORDER BY id LIMIT 20"""),
    /** What somebody did lately. */
    ACTIVITIES("activities of a user, newest first", Dataset.PQS, "SELECT id FROM users ORDER BY 1", """
            SELECT id, user_id, activity_type, resource_type, resource_id, details, ip_address, user_agent, created_at
            FROM user_activities WHERE user_id = +? ORDER BY created_at DESC, id LIMIT 20"""),
    /** Who works on a document. */
    COLLABORATORS("collaborators of a document", Dataset.PQS, "SELECT id FROM documents ORDER BY 1", """
            SELECT id, document_id, user_id, role, permissions, invited_by, invited_at, joined_at, is_active
            FROM document_collaborators WHERE document_id = +? ORDER BY id LIMIT 20"""),
    /** What a client has stored. */
    FILES(
            "files by client and verified",
            Dataset.EBF,
            "SELECT DISTINCT ClientID, Verified FROM files ORDER BY 1, 2",
            """
            SELECT ID, FileName, PathName, Verified, FileSize, ModificationDate, CRC, ClientID, FileCategory, MimeType,
                FileExtension, OriginalPath, FileHash, TransferDuration, TransferSpeed, CompressionRatio
            FROM files WHERE ClientID = +? AND Verified = +? LIMIT 20"""),
    /** A whole conversation, of one moment. */
    CONVERSATION("conversation with messages", Dataset.HIVE, "SELECT id FROM conversations ORDER BY 1", """
            SELECT id, user_id, consensus_profile_id, total_cost, input_tokens, output_tokens, start_time, end_time,
                success_rate, quality_score, consensus_improvement, confidence_level, success, created_at, updated_at
            FROM conversations WHERE id = ?""", """
            SELECT id, conversation_id, role, content, stage, model_used, timestamp
            FROM messages WHERE conversation_id = +? LIMIT 1000"""),
    /** Files by any part of their names. */
    SEARCH(
            "search in names of files",
            Dataset.EBF,
            "SELECT DISTINCT '\"' || substr(FileName, 1, 12) || '\"' FROM files ORDER BY 1 LIMIT 1000",
            """
            SELECT s.rank, snippet(files_fts, -1, '[', ']', '…', 12), t.ID, t.FileName, t.PathName, t.Verified,
                t.FileSize, t.ModificationDate, t.CRC, t.ClientID, t.FileCategory, t.MimeType, t.FileExtension,
                t.OriginalPath, t.FileHash, t.TransferDuration, t.TransferSpeed, t.CompressionRatio
            FROM files_fts s JOIN files t ON t.rowid = s.rowid
            WHERE files_fts MATCH ? ORDER BY s.rank LIMIT 20""");

    private static final int MANY = 20_000;

    private final String title;
    private final Dataset dataset;
    private final String keys;

    @SuppressWarnings("ImmutableEnumChecker") // made by List.of
    private final List<String> statements;

    Typical(String title, Dataset dataset, String keys, String... statements) {
        this.title = title;
        this.dataset = dataset;
        this.keys = keys;
        this.statements = List.of(statements);
    }

    /** How it is called in tables. */
    public String title() {
        return title;
    }

    /** The system that asks it. */
    public Dataset dataset() {
        return dataset;
    }

    /** Who can ask it. */
    public List<PeerKind> peers() {
        return this == USER || this == SEARCH
                ? List.of(PeerKind.RAW, PeerKind.CAIRN, PeerKind.POOLED)
                : List.of(PeerKind.RAW, PeerKind.CAIRN, PeerKind.POOLED, PeerKind.JOOQ);
    }

    /** In SQL; each is given the same keys. */
    public List<String> statements() {
        return statements;
    }

    /** What is asked for, in an order that jumps about the file and is the same each time. */
    public List<List<Object>> keys(Connection connection) throws SQLException {
        List<List<Object>> all = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(keys)) {
            while (rows.next()) {
                List<Object> key = new ArrayList<>();
                for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                    key.add(rows.getObject(i));
                }
                all.add(key);
            }
        }
        List<List<Object>> some = new ArrayList<>();
        for (int i = 0; i < Math.min(all.size(), MANY); i++) {
            some.add(all.get((int) (i * 2_654_435_761L % all.size())));
        }
        return some;
    }
}
