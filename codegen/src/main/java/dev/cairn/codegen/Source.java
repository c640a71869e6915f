package dev.cairn.codegen;

import java.util.Map;
import java.util.TreeMap;

/** The text of one Java file while it is written: its package, its imports as they are needed, its body. */
final class Source {
    private final String packageName;
    private final Map<String, String> imports = new TreeMap<>();
    private final StringBuilder body = new StringBuilder();

    Source(String packageName) {
        this.packageName = packageName;
    }

    /** The short name of a class, which is imported; the whole name, where another has the short one. */
    String use(String className) {
        if (className.indexOf('.') < 0 || className.endsWith("[]")) {
            return className;
        }
        String shortName = className.substring(className.lastIndexOf('.') + 1);
        String known = imports.putIfAbsent(shortName, className);
        return known == null || known.equals(className) ? shortName : className;
    }

    /** Keeps a short name for a class of the same package. */
    void own(String simpleName) {
        imports.put(simpleName, packageName + "." + simpleName);
    }

    Source add(String text) {
        body.append(text);
        return this;
    }

    String text() {
        StringBuilder text = new StringBuilder("package " + packageName + ";\n\n");
        imports.values().stream()
                .filter(name -> !name.startsWith("java.lang.") || name.indexOf('.', 10) > 0)
                .filter(name -> !name.substring(0, name.lastIndexOf('.')).equals(packageName))
                .sorted()
                .forEach(name -> text.append("import ").append(name).append(";\n"));
        return text.append('\n').append(body).toString();
    }
}
