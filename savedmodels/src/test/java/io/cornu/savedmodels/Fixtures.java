package io.cornu.savedmodels;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** The files made by {@code src/test/python/make_fixtures.py}, and what h5py and zipfile say is in them. */
public final class Fixtures {
    private Fixtures() {}

    /** What is in a group of files, by the name of the file. */
    public static JsonNode truth(String kind) {
        try (InputStream stream = open("truth.json")) {
            return new ObjectMapper().readTree(stream).required(kind);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    public static List<String> names(String kind) {
        return truth(kind).properties().stream().map(entry -> entry.getKey()).toList();
    }

    public static byte[] bytes(String name) throws IOException {
        try (InputStream stream = new GZIPInputStream(open(name + ".gz"))) {
            return stream.readAllBytes();
        }
    }

    public static Path file(Path directory, String name) throws IOException {
        return Files.write(directory.resolve(name), bytes(name));
    }

    private static InputStream open(String name) throws IOException {
        InputStream stream = Fixtures.class.getResourceAsStream(name);
        if (stream == null) {
            throw new FileNotFoundException("no fixture " + name);
        }
        return stream;
    }
}
