package dev.cairn.bench.peer;

import static dev.cairn.bench.peer.Jdbc.instant;

import dev.cairn.dal.Found;
import dev.cairn.dal.ebf.FilesRow;
import dev.cairn.dal.hive.ConversationsRow;
import dev.cairn.dal.hive.MessagesRow;
import dev.cairn.dal.pqs.CollaboratorRole;
import dev.cairn.dal.pqs.DocumentCollaboratorsRow;
import dev.cairn.dal.pqs.DocumentStatus;
import dev.cairn.dal.pqs.DocumentsRow;
import dev.cairn.dal.pqs.ResourceType;
import dev.cairn.dal.pqs.UserActivitiesRow;
import dev.cairn.dal.spi.Constant;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jooq.JSON;
import org.jspecify.annotations.Nullable;

/** Rows of the typical queries through JDBC, column by column and by position. */
final class Rows {
    private static final Map<String, DocumentStatus> STATUSES = byText(DocumentStatus.values());
    private static final Map<String, ResourceType> RESOURCES = byText(ResourceType.values());
    private static final Map<String, CollaboratorRole> ROLES = byText(CollaboratorRole.values());

    private Rows() {}

    /** Reads the row that a result stands at. */
    @FunctionalInterface
    interface Reader {
        Object read(ResultSet row) throws SQLException;
    }

    /** One for each statement. */
    static List<Reader> of(Typical query) {
        return switch (query) {
            case USER -> List.of(Jdbc::user);
            case DOCUMENTS -> List.of(Rows::document);
            case ACTIVITIES -> List.of(Rows::activity);
            case COLLABORATORS -> List.of(Rows::collaborator);
            case FILES -> List.of(row -> file(row, 0));
            case CONVERSATION -> List.of(Rows::conversation, Rows::message);
            case SEARCH -> List.of(row -> new Found<>(file(row, 2), row.getDouble(1), row.getString(2)));
        };
    }

    private static <E extends Enum<E> & Constant> Map<String, E> byText(E[] values) {
        return Stream.of(values).collect(Collectors.toMap(Constant::text, value -> value));
    }

    private static DocumentsRow document(ResultSet row) throws SQLException {
        return new DocumentsRow(
                row.getLong(1),
                row.getString(2),
                row.getLong(3),
                row.getLong(4),
                number(row, 5),
                row.getString(6),
                row.getString(7),
                json(row, 8),
                Objects.requireNonNull(STATUSES.get(row.getString(9))),
                row.getLong(10),
                row.getLong(11),
                number(row, 12),
                number(row, 13),
                number(row, 14),
                instant(row.getString(15)),
                instant(row.getString(16)),
                instant(row.getString(17)),
                instant(row.getString(18)));
    }

    private static UserActivitiesRow activity(ResultSet row) throws SQLException {
        String resource = row.getString(4);
        return new UserActivitiesRow(
                row.getLong(1),
                row.getLong(2),
                row.getString(3),
                resource == null ? null : RESOURCES.get(resource),
                number(row, 5),
                json(row, 6),
                row.getString(7),
                row.getString(8),
                instant(row.getString(9)));
    }

    private static DocumentCollaboratorsRow collaborator(ResultSet row) throws SQLException {
        return new DocumentCollaboratorsRow(
                row.getLong(1),
                row.getLong(2),
                row.getLong(3),
                Objects.requireNonNull(ROLES.get(row.getString(4))),
                json(row, 5),
                number(row, 6),
                instant(row.getString(7)),
                instant(row.getString(8)),
                row.getBoolean(9));
    }

    private static FilesRow file(ResultSet row, int before) throws SQLException {
        return new FilesRow(
                TypicalKeys.uuid(row.getBytes(before + 1)),
                row.getString(before + 2),
                row.getString(before + 3),
                flag(row, before + 4),
                number(row, before + 5),
                row.getString(before + 6),
                number(row, before + 7),
                TypicalKeys.uuid(row.getBytes(before + 8)),
                row.getString(before + 9),
                row.getString(before + 10),
                row.getString(before + 11),
                row.getString(before + 12),
                row.getString(before + 13),
                number(row, before + 14),
                number(row, before + 15),
                real(row, before + 16));
    }

    private static ConversationsRow conversation(ResultSet row) throws SQLException {
        return new ConversationsRow(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                real(row, 4),
                number(row, 5),
                number(row, 6),
                row.getString(7),
                row.getString(8),
                row.getString(9),
                real(row, 10),
                number(row, 11),
                row.getString(12),
                number(row, 13),
                row.getString(14),
                row.getString(15));
    }

    private static MessagesRow message(ResultSet row) throws SQLException {
        return new MessagesRow(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getString(6),
                row.getString(7));
    }

    private static @Nullable Long number(ResultSet row, int column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? null : value;
    }

    private static @Nullable Boolean flag(ResultSet row, int column) throws SQLException {
        boolean value = row.getBoolean(column);
        return row.wasNull() ? null : value;
    }

    private static @Nullable Double real(ResultSet row, int column) throws SQLException {
        double value = row.getDouble(column);
        return row.wasNull() ? null : value;
    }

    private static @Nullable JSON json(ResultSet row, int column) throws SQLException {
        String text = row.getString(column);
        return text == null ? null : JSON.valueOf(text);
    }
}
