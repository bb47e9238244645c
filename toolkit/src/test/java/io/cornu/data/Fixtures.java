package io.cornu.data;

import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.Objects;

/** Files made by {@code src/test/python/make_data_fixtures.py}. */
final class Fixtures {
    private Fixtures() {}

    static Path path(String name) {
        URL resource = Objects.requireNonNull(Fixtures.class.getResource(name), name);
        try {
            return Path.of(resource.toURI());
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
