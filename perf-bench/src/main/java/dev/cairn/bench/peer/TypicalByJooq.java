package dev.cairn.bench.peer;

import static dev.cairn.bench.peer.TypicalKeys.each;
import static dev.cairn.dal.ebf.tables.FilesTable.FILES;
import static dev.cairn.dal.hive.tables.ConversationsTable.CONVERSATIONS;
import static dev.cairn.dal.hive.tables.MessagesTable.MESSAGES;
import static dev.cairn.dal.pqs.tables.DocumentCollaboratorsTable.DOCUMENT_COLLABORATORS;
import static dev.cairn.dal.pqs.tables.DocumentsTable.DOCUMENTS;
import static dev.cairn.dal.pqs.tables.UserActivitiesTable.USER_ACTIVITIES;

import com.zaxxer.hikari.HikariDataSource;
import dev.cairn.bench.peer.TypicalKeys.Call;
import dev.cairn.bench.peer.TypicalKeys.ClientAndVerified;
import dev.cairn.bench.peer.TypicalKeys.SectionAndStatus;
import dev.cairn.dal.ebf.FilesRow;
import dev.cairn.dal.hive.ConversationsRow;
import dev.cairn.dal.hive.MessagesRow;
import dev.cairn.dal.pqs.DocumentCollaboratorsRow;
import dev.cairn.dal.pqs.DocumentsRow;
import dev.cairn.dal.pqs.UserActivitiesRow;
import java.util.ArrayList;
import java.util.List;
import org.jooq.DSLContext;
import org.jooq.Records;

/** The typical queries by jOOQ over HikariCP, on tables as its generator makes them; but for user and search. */
final class TypicalByJooq implements TypicalPeer {
    private static final int LIMIT = 20;
    private static final int ALL = 1_000;

    private final HikariDataSource pool;
    private final DSLContext dsl;
    private final Call call;

    TypicalByJooq(Typical query, List<List<Object>> keys, Target target) {
        this.pool = target.pool();
        this.dsl = PlainJooq.over(pool);
        this.call = switch (query) {
            case DOCUMENTS -> each(keys, SectionAndStatus::of, this::documents);
            case ACTIVITIES -> each(keys, TypicalKeys::number, this::activities);
            case COLLABORATORS -> each(keys, TypicalKeys::number, this::collaborators);
            case FILES -> each(keys, ClientAndVerified::of, this::files);
            case CONVERSATION -> each(keys, TypicalKeys::text, this::conversation);
            case USER, SEARCH -> throw new IllegalArgumentException("not written: " + query);
        };
    }

    private List<DocumentsRow> documents(SectionAndStatus key) {
        return dsl.select(
                        DOCUMENTS.ID,
                        DOCUMENTS.TITLE,
                        DOCUMENTS.SECTION,
                        DOCUMENTS.DOCUMENT_NUMBER,
                        DOCUMENTS.TEMPLATE_ID,
                        DOCUMENTS.CONTENT,
                        DOCUMENTS.CONTENT_HASH,
                        DOCUMENTS.METADATA,
                        DOCUMENTS.STATUS,
                        DOCUMENTS.VERSION,
                        DOCUMENTS.CREATED_BY,
                        DOCUMENTS.UPDATED_BY,
                        DOCUMENTS.REVIEWED_BY,
                        DOCUMENTS.APPROVED_BY,
                        DOCUMENTS.CREATED_AT,
                        DOCUMENTS.UPDATED_AT,
                        DOCUMENTS.REVIEWED_AT,
                        DOCUMENTS.APPROVED_AT)
                .from(DOCUMENTS)
                .where(DOCUMENTS.SECTION.eq(key.section()))
                .and(DOCUMENTS.STATUS.eq(key.status()))
                .orderBy(DOCUMENTS.ID)
                .limit(LIMIT)
                .fetch(Records.mapping(DocumentsRow::new));
    }

    private List<UserActivitiesRow> activities(long user) {
        return dsl.select(
                        USER_ACTIVITIES.ID,
                        USER_ACTIVITIES.USER_ID,
                        USER_ACTIVITIES.ACTIVITY_TYPE,
                        USER_ACTIVITIES.RESOURCE_TYPE,
                        USER_ACTIVITIES.RESOURCE_ID,
                        USER_ACTIVITIES.DETAILS,
                        USER_ACTIVITIES.IP_ADDRESS,
                        USER_ACTIVITIES.USER_AGENT,
                        USER_ACTIVITIES.CREATED_AT)
                .from(USER_ACTIVITIES)
                .where(USER_ACTIVITIES.USER_ID.eq(user))
                .orderBy(USER_ACTIVITIES.CREATED_AT.desc(), USER_ACTIVITIES.ID)
                .limit(LIMIT)
                .fetch(Records.mapping(UserActivitiesRow::new));
    }

    private List<DocumentCollaboratorsRow> collaborators(long document) {
        return dsl.select(
                        DOCUMENT_COLLABORATORS.ID,
                        DOCUMENT_COLLABORATORS.DOCUMENT_ID,
                        DOCUMENT_COLLABORATORS.USER_ID,
                        DOCUMENT_COLLABORATORS.ROLE,
                        DOCUMENT_COLLABORATORS.PERMISSIONS,
                        DOCUMENT_COLLABORATORS.INVITED_BY,
                        DOCUMENT_COLLABORATORS.INVITED_AT,
                        DOCUMENT_COLLABORATORS.JOINED_AT,
                        DOCUMENT_COLLABORATORS.IS_ACTIVE)
                .from(DOCUMENT_COLLABORATORS)
                .where(DOCUMENT_COLLABORATORS.DOCUMENT_ID.eq(document))
                .orderBy(DOCUMENT_COLLABORATORS.ID)
                .limit(LIMIT)
                .fetch(Records.mapping(DocumentCollaboratorsRow::new));
    }

    private List<FilesRow> files(ClientAndVerified key) {
        return dsl.select(
                        FILES.ID,
                        FILES.FILE_NAME,
                        FILES.PATH_NAME,
                        FILES.VERIFIED,
                        FILES.FILE_SIZE,
                        FILES.MODIFICATION_DATE,
                        FILES.CRC,
                        FILES.CLIENT_ID,
                        FILES.FILE_CATEGORY,
                        FILES.MIME_TYPE,
                        FILES.FILE_EXTENSION,
                        FILES.ORIGINAL_PATH,
                        FILES.FILE_HASH,
                        FILES.TRANSFER_DURATION,
                        FILES.TRANSFER_SPEED,
                        FILES.COMPRESSION_RATIO)
                .from(FILES)
                .where(FILES.CLIENT_ID.eq(key.client()))
                .and(FILES.VERIFIED.eq(key.verified()))
                .limit(LIMIT)
                .fetch(Records.mapping(FilesRow::new));
    }

    private List<Object> conversation(String id) {
        return dsl.transactionResult(inner -> {
            List<Object> rows = new ArrayList<>(conversations(inner.dsl(), id));
            rows.addAll(messages(inner.dsl(), id));
            return rows;
        });
    }

    private static List<ConversationsRow> conversations(DSLContext dsl, String id) {
        return dsl.select(
                        CONVERSATIONS.ID,
                        CONVERSATIONS.USER_ID,
                        CONVERSATIONS.CONSENSUS_PROFILE_ID,
                        CONVERSATIONS.TOTAL_COST,
                        CONVERSATIONS.INPUT_TOKENS,
                        CONVERSATIONS.OUTPUT_TOKENS,
                        CONVERSATIONS.START_TIME,
                        CONVERSATIONS.END_TIME,
                        CONVERSATIONS.SUCCESS_RATE,
                        CONVERSATIONS.QUALITY_SCORE,
                        CONVERSATIONS.CONSENSUS_IMPROVEMENT,
                        CONVERSATIONS.CONFIDENCE_LEVEL,
                        CONVERSATIONS.SUCCESS,
                        CONVERSATIONS.CREATED_AT,
                        CONVERSATIONS.UPDATED_AT)
                .from(CONVERSATIONS)
                .where(CONVERSATIONS.ID.eq(id))
                .fetch(Records.mapping(ConversationsRow::new));
    }

    private static List<MessagesRow> messages(DSLContext dsl, String conversation) {
        return dsl.select(
                        MESSAGES.ID,
                        MESSAGES.CONVERSATION_ID,
                        MESSAGES.ROLE,
                        MESSAGES.CONTENT,
                        MESSAGES.STAGE,
                        MESSAGES.MODEL_USED,
                        MESSAGES.TIMESTAMP)
                .from(MESSAGES)
                .where(MESSAGES.CONVERSATION_ID.eq(conversation))
                .limit(ALL)
                .fetch(Records.mapping(MessagesRow::new));
    }

    @Override
    public Object run(int turn) {
        return call.run(turn);
    }

    @Override
    public void close() {
        pool.close();
    }
}
