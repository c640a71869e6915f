package dev.cairn.samples;

import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** So many files of a hundredth as many clients, some of which have most of them; half of the files have versions. */
final class EbfData {
    private static final Map<String, String> MIME = Map.of(
            "pdf",
            "application/pdf",
            "txt",
            "text/plain",
            "jpg",
            "image/jpeg",
            "zip",
            "application/zip",
            "mp4",
            "video/mp4");
    private static final List<String> EXTENSIONS = List.of("pdf", "txt", "jpg", "zip", "mp4");
    private static final List<String> CATEGORIES = List.of("document", "image", "archive", "video", "other");

    private final Tables tables;
    private final Draw draw;
    private final int size;
    private final List<byte[]> clients = new ArrayList<>();
    private final List<byte[]> files = new ArrayList<>();
    private final Map<Integer, Long> used = new HashMap<>();

    EbfData(Tables tables, Draw draw, int size) {
        this.tables = tables;
        this.draw = draw;
        this.size = size;
    }

    void fill() throws SQLException {
        clients();
        files();
        versions();
        quotas();
        activity();
        statistics();
        categories();
    }

    private void clients() throws SQLException {
        try (Inserter rows = tables.into("clients", "ID, Name, PublicKey, LastSeen, AESKey")) {
            for (int i = 0; i < Math.max(5, size / 100); i++) {
                byte[] id = draw.uuidBytes();
                clients.add(id);
                String name = (draw.firstName() + "-" + draw.lastName() + "-" + i).toLowerCase(Locale.ROOT);
                rows.row(id, name, draw.bytes(160), draw.recently(60), draw.bytes(32));
            }
        }
    }

    private void files() throws SQLException {
        try (Inserter rows = tables.into(
                "files",
                "ID, FileName, PathName, Verified, FileSize, ModificationDate, CRC, ClientID, FileCategory, MimeType, "
                        + "FileExtension, OriginalPath, FileHash, TransferDuration, TransferSpeed, CompressionRatio")) {
            for (int i = 0; i < size; i++) {
                byte[] id = draw.uuidBytes();
                files.add(id);
                int client = draw.skewed(clients.size());
                int kind = draw.skewed(EXTENSIONS.size());
                String extension = EXTENSIONS.get(kind);
                String name = draw.words(2).replace(' ', '-') + "-" + i + "." + extension;
                long bytes = 500L + draw.skewed(50_000_000);
                used.merge(client, bytes, Long::sum);
                rows.row(
                        id,
                        name,
                        "/store/" + client + "/" + name,
                        draw.chance(0.9) ? 1 : 0,
                        bytes,
                        draw.recently(700),
                        (long) draw.below(Integer.MAX_VALUE),
                        clients.get(client),
                        CATEGORIES.get(kind),
                        MIME.get(extension),
                        extension,
                        draw.maybe(0.8, "/home/" + draw.firstName().toLowerCase(Locale.ROOT) + "/" + name),
                        draw.hex(64),
                        1 + draw.skewed(60_000),
                        1_000 + draw.skewed(100_000_000),
                        0.2 + draw.below(80) / 100.0);
            }
        }
    }

    private void versions() throws SQLException {
        try (Inserter rows = tables.into(
                "file_versions",
                "FileID, VersionNumber, PathName, FileSize, CreatedDate, IsActive, VersionHash, ParentVersionID")) {
            long key = 0;
            for (int file = 0; file < size; file += 2) {
                int count = 1 + draw.skewed(6);
                Instant created = draw.recently(700);
                for (int version = 1; version <= count; version++) {
                    key++;
                    rows.row(
                            files.get(file),
                            version,
                            "/versions/" + file + "/" + version,
                            500L + draw.skewed(50_000_000),
                            created,
                            version == count ? 1 : 0,
                            draw.hex(64),
                            version == 1 ? null : key - 1);
                    created = draw.after(created, 60);
                }
            }
        }
    }

    private void quotas() throws SQLException {
        try (Inserter rows =
                tables.into("client_quotas", "ClientID, QuotaBytes, UsedBytes, LastUpdated, WarningThreshold")) {
            for (int client = 0; client < clients.size(); client++) {
                long bytes = used.getOrDefault(client, 0L);
                long quota = Math.max(1L << 30, Long.highestOneBit(bytes) << (1 + draw.below(2)));
                rows.row(clients.get(client), quota, bytes, draw.recently(10), 0.8);
            }
        }
    }

    private void activity() throws SQLException {
        try (Inserter rows =
                tables.into("client_activity", "ClientID, ActivityType, Timestamp, FileCount, BytesTransferred")) {
            for (int i = 0; i < size; i++) {
                boolean upload = draw.chance(0.6);
                rows.row(
                        clients.get(draw.skewed(clients.size())),
                        upload ? "upload" : draw.pickSkewed(List.of("login", "download", "verify")),
                        draw.recently(365),
                        upload ? 1 + draw.skewed(20) : 0,
                        upload ? 500L + draw.skewed(50_000_000) : 0L);
            }
        }
    }

    private void statistics() throws SQLException {
        try (Inserter rows = tables.into(
                "transfer_stats",
                "Date, TotalFiles, TotalBytes, SuccessfulTransfers, FailedTransfers, AverageFileSize, PeakTransferSpeed")) {
            for (int day = 365; day > 0; day--) {
                int transfers = 1 + draw.skewed(size);
                int failed = draw.skewed(1 + transfers / 20);
                long average = 1_000L + draw.skewed(5_000_000);
                rows.row(
                        Draw.NOW.minusSeconds(86_400L * day).toString().substring(0, 10),
                        transfers,
                        transfers * average,
                        transfers - failed,
                        failed,
                        average,
                        1_000_000 + draw.below(100_000_000));
            }
        }
    }

    private void categories() throws SQLException {
        try (Inserter rows = tables.into("file_categories", "Name, Description, DefaultPath")) {
            for (String category : CATEGORIES) {
                rows.row(category, "Files of kind " + category, "/store/" + category);
            }
        }
    }
}
