package dev.cairn.bench.peer;

import static dev.cairn.bench.peer.TypicalKeys.each;

import dev.cairn.bench.peer.TypicalKeys.Call;
import dev.cairn.bench.peer.TypicalKeys.ClientAndVerified;
import dev.cairn.bench.peer.TypicalKeys.SectionAndStatus;
import dev.cairn.dal.Database;
import dev.cairn.dal.ebf.Ebf;
import dev.cairn.dal.ebf.FilesRepository;
import dev.cairn.dal.hive.ConversationsRepository;
import dev.cairn.dal.hive.Hive;
import dev.cairn.dal.hive.MessagesRepository;
import dev.cairn.dal.pqs.DocumentCollaboratorsRepository;
import dev.cairn.dal.pqs.DocumentsRepository;
import dev.cairn.dal.pqs.Pqs;
import dev.cairn.dal.pqs.UserActivitiesRepository;
import dev.cairn.dal.pqs.UsersRepository;
import java.util.ArrayList;
import java.util.List;

/** The typical queries by Cairn's repositories. */
final class TypicalByCairn implements TypicalPeer {
    private static final int LIMIT = 20;
    private static final int ALL = 1_000;

    private final Database database;
    private final boolean closing;
    private final Call call;

    /** On a database that others use too, or that is closed with this. */
    TypicalByCairn(Typical query, Database database, boolean closing, List<List<Object>> keys) {
        this.database = database;
        this.closing = closing;
        this.call = switch (query) {
            case USER -> users(keys);
            case DOCUMENTS -> documents(keys);
            case ACTIVITIES -> activities(keys);
            case COLLABORATORS -> collaborators(keys);
            case FILES -> files(keys);
            case CONVERSATION -> conversations(keys);
            case SEARCH -> search(keys);
        };
    }

    private Call users(List<List<Object>> keys) {
        UsersRepository users = new Pqs(database).users();
        return each(
                keys,
                TypicalKeys::text,
                name -> users.findByUsername(name).stream().toList());
    }

    private Call documents(List<List<Object>> keys) {
        DocumentsRepository documents = new Pqs(database).documents();
        return each(
                keys,
                SectionAndStatus::of,
                key -> documents.listBySectionAndStatus(key.section(), key.status(), LIMIT));
    }

    private Call activities(List<List<Object>> keys) {
        UserActivitiesRepository activities = new Pqs(database).userActivities();
        return each(keys, TypicalKeys::number, user -> activities.listByUserIdOrderByCreatedAtDesc(user, LIMIT));
    }

    private Call collaborators(List<List<Object>> keys) {
        DocumentCollaboratorsRepository collaborators = new Pqs(database).documentCollaborators();
        return each(keys, TypicalKeys::number, document -> collaborators.listByDocumentId(document, LIMIT));
    }

    private Call files(List<List<Object>> keys) {
        FilesRepository files = new Ebf(database).files();
        return each(
                keys,
                ClientAndVerified::of,
                key -> files.listByClientIdAndVerified(key.client(), key.verified(), LIMIT));
    }

    private Call conversations(List<List<Object>> keys) {
        ConversationsRepository conversations = new Hive(database).conversations();
        MessagesRepository messages = new Hive(database).messages();
        return each(
                keys,
                TypicalKeys::text,
                id -> database.read(() -> {
                    List<Object> rows = new ArrayList<>();
                    rows.add(conversations.get(id));
                    rows.addAll(messages.listByConversationId(id, ALL));
                    return rows;
                }));
    }

    private Call search(List<List<Object>> keys) {
        FilesRepository files = new Ebf(database).files();
        return each(keys, TypicalKeys::text, words -> files.search(words, LIMIT));
    }

    @Override
    public Object run(int turn) {
        return call.run(turn);
    }

    @Override
    public void close() {
        if (closing) {
            database.close();
        }
    }
}
