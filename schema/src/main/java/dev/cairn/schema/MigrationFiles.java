package dev.cairn.schema;

import dev.cairn.schema.MigrationException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLConnection;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/** Finds migration files and reads them whole. */
final class MigrationFiles {
    private static final String SQL = ".sql";
    private static final String DOWN = ".down.sql";

    /** Where each file name was found, and its text; several places of a class path may add up to one folder. */
    private record Source(String location, String text) {}

    private final Map<String, Source> ups = new TreeMap<>();
    private final Map<String, Source> downs = new TreeMap<>();

    private MigrationFiles() {}

    static List<Migration> inDirectory(Path directory) {
        MigrationFiles files = new MigrationFiles();
        try {
            files.readDirectory(directory);
        } catch (IOException e) {
            throw unreadable(directory.toString(), e);
        }
        return files.migrations();
    }

    static List<Migration> onClasspath(String folder, ClassLoader loader) {
        MigrationFiles files = new MigrationFiles();
        String path = folder.startsWith("/") ? folder.substring(1) : folder;
        try {
            for (URI place : places(path, loader)) {
                files.readPlace(place.toURL());
            }
        } catch (IOException e) {
            throw unreadable("classpath:" + folder, e);
        }
        return files.migrations();
    }

    /** Each place once: a class loader may name the same folder twice (the one that Maven gives to plugins does). */
    private static Set<URI> places(String path, ClassLoader loader) throws IOException {
        Set<URI> places = new LinkedHashSet<>();
        for (URL url : Collections.list(loader.getResources(path))) {
            try {
                places.add(url.toURI());
            } catch (URISyntaxException e) {
                throw new IOException(url + " is not a URI", e);
            }
        }
        return places;
    }

    private void readPlace(URL url) throws IOException {
        URLConnection connection = url.openConnection();
        if (connection instanceof JarURLConnection jar) {
            // A cached JarFile is shared with the class loader, and would not be ours to close.
            jar.setUseCaches(false);
            try (JarFile file = jar.getJarFile()) {
                readJar(file, jar.getEntryName());
            }
        } else if (url.getProtocol().equals("file")) {
            readDirectory(Path.of(URI.create(url.toString())));
        } else {
            throw new IOException("cannot list " + url);
        }
    }

    private void readDirectory(Path directory) throws IOException {
        List<Path> found;
        try (Stream<Path> entries = Files.list(directory)) {
            found = entries.filter(Files::isRegularFile).sorted().toList();
        }
        for (Path file : found) {
            String name = file.getFileName().toString();
            if (isSql(name)) {
                add(name, file.toString(), Files.readAllBytes(file));
            }
        }
    }

    private void readJar(JarFile jar, String entryName) throws IOException {
        String folder = entryName.endsWith("/") ? entryName : entryName + "/";
        for (JarEntry entry : Collections.list(jar.entries())) {
            String path = entry.getName();
            boolean here = path.startsWith(folder) && path.indexOf('/', folder.length()) < 0;
            if (here && isSql(path)) {
                try (InputStream in = jar.getInputStream(entry)) {
                    add(path.substring(folder.length()), jar.getName() + "!/" + path, in.readAllBytes());
                }
            }
        }
    }

    /** Also in capitals: such a file must not be passed over in silence. */
    private static boolean isSql(String name) {
        return name.toLowerCase(Locale.ROOT).endsWith(SQL);
    }

    private void add(String fileName, String location, byte[] bytes) {
        boolean isDown = fileName.endsWith(DOWN);
        if (!fileName.endsWith(SQL)) {
            throw MigrationException.of(Kind.BAD_NAME)
                    .with("file", location)
                    .with("name", fileName)
                    .build();
        }
        String name = fileName.substring(0, fileName.length() - (isDown ? DOWN : SQL).length());
        Migration.numberOf(location, name);
        Source other = (isDown ? downs : ups).putIfAbsent(name, new Source(location, decode(location, bytes)));
        if (other != null) {
            throw MigrationException.of(Kind.DUPLICATE_NUMBER)
                    .with("first", other.location())
                    .with("second", location)
                    .build();
        }
    }

    private static String decode(String location, byte[] bytes) {
        int valid = 0;
        while (valid < bytes.length && bytes[valid] != 0) {
            valid++;
        }
        try {
            if (valid == bytes.length) {
                return StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap(bytes))
                        .toString();
            }
        } catch (CharacterCodingException e) {
            valid = validPrefix(bytes);
        }
        long line = 1
                + new String(bytes, 0, valid, StandardCharsets.ISO_8859_1)
                        .chars()
                        .filter(c -> c == '\n')
                        .count();
        throw MigrationException.of(Kind.UNREADABLE_SCRIPT)
                .with("file", location)
                .with("line", line)
                .with("problem", "this is not UTF-8 text")
                .build();
    }

    private static int validPrefix(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        StandardCharsets.UTF_8.newDecoder().decode(in, java.nio.CharBuffer.allocate(bytes.length + 1), true);
        return in.position();
    }

    private List<Migration> migrations() {
        List<Migration> migrations = new ArrayList<>();
        ups.forEach((name, up) -> {
            Source down = downs.remove(name);
            migrations.add(Migration.sql(
                    name,
                    up.location(),
                    up.text(),
                    down == null ? null : down.location(),
                    down == null ? null : down.text()));
        });
        if (!downs.isEmpty()) {
            throw MigrationException.of(Kind.ORPHAN_DOWN)
                    .with("file", downs.values().iterator().next().location())
                    .build();
        }
        return migrations;
    }

    private static MigrationException unreadable(String source, IOException e) {
        return MigrationException.of(Kind.UNREADABLE_SOURCE)
                .with("source", source)
                .with("problem", e.getClass().getSimpleName())
                .because(e)
                .build();
    }
}
