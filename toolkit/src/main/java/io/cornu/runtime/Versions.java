package io.cornu.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Properties;

/**
 * The versions this was built as and with; reading them does not load the native library.
 *
 * @param cornu Cornu's own version
 * @param tensorFlowJava the version of TensorFlow Java
 */
public record Versions(String cornu, String tensorFlowJava) {
    /**
     * The versions of this build.
     *
     * @return the versions
     */
    public static Versions current() {
        Properties properties = new Properties();
        try (InputStream stream = Versions.class.getResourceAsStream("versions.properties")) {
            properties.load(Objects.requireNonNull(stream, "versions.properties"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Versions(properties.getProperty("cornu"), properties.getProperty("tensorflow-java"));
    }
}
