package io.cornu.models.data;

import java.nio.file.Path;
import java.util.Map;

/**
 * Where data sets lie: one folder a set, such as {@code mnist/} and {@code cifar-10/}, each with the set's
 * official files, plain or gzipped.
 *
 * @param path the directory; made when the first set is downloaded
 */
public record DataDirectory(Path path) {
    /** The environment variable that names the directory. */
    public static final String VARIABLE = "CORNU_DATA_DIR";

    /**
     * A directory of the caller's choice.
     *
     * @param path the directory
     * @return the data directory
     */
    public static DataDirectory of(Path path) {
        return new DataDirectory(path);
    }

    /**
     * The directory that {@value #VARIABLE} names, else {@code cornu/data} in the user's cache
     * ({@code XDG_CACHE_HOME}, by default {@code ~/.cache}).
     *
     * @return the data directory
     */
    public static DataDirectory standard() {
        return from(System.getenv(), Path.of(System.getProperty("user.home", ".")));
    }

    static DataDirectory from(Map<String, String> environment, Path home) {
        String chosen = environment.getOrDefault(VARIABLE, "");
        if (!chosen.isEmpty()) {
            return of(Path.of(chosen));
        }
        String cache = environment.getOrDefault("XDG_CACHE_HOME", "");
        // The XDG base directory specification has relative paths ignored.
        boolean usable = !cache.isEmpty() && Path.of(cache).isAbsolute();
        return of((usable ? Path.of(cache) : home.resolve(".cache"))
                .resolve("cornu")
                .resolve("data"));
    }

    /** The folder of one set. */
    Path folder(String set) {
        return path.resolve(set);
    }
}
