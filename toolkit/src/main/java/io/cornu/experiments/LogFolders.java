package io.cornu.experiments;

import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Where the trainings of a comparison write their TensorBoard logs: names that people read in TensorBoard. */
final class LogFolders {
    private static final String PARENT = "tensorboard";
    private static final int LONGEST = 100;

    private final Map<String, Path> folders = new HashMap<>();

    private LogFolders() {}

    /** Those of a lab's options, none if they ask for none. */
    static LogFolders of(LabOptions options, String comparison, Collection<String> variants) {
        LogFolders logs = new LogFolders();
        if (options.tensorBoard()) {
            Path parent = options.folder().resolve(PARENT).resolve(name(comparison));
            Set<String> taken = new HashSet<>();
            for (String variant : variants) {
                String name = name(variant);
                // Not all systems tell large letters from small ones.
                for (int i = 2; !taken.add(name.toLowerCase(Locale.ROOT)); i++) {
                    name = name(variant) + " (" + i + ")";
                }
                logs.folders.put(variant, parent.resolve(name));
            }
        }
        return logs;
    }

    /** Where one training writes. */
    Optional<Path> folder(String variant, long seed) {
        return Optional.ofNullable(folders.get(variant))
                .map(folder -> folder.resolveSibling(folder.getFileName() + ", seed " + seed));
    }

    /** The nearest name that a folder can have on every system. */
    private static String name(String words) {
        String name = words.replaceAll("[^A-Za-z0-9 .,=()+_-]+", "_").replaceAll("^[_ ]+|[_ ]+$", "");
        name = name.substring(0, Math.min(LONGEST, name.length()));
        return name.isBlank() || name.matches("\\.+") ? "_" : name;
    }
}
