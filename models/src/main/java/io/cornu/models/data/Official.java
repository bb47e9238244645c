package io.cornu.models.data;

import io.cornu.data.DataFileException;
import io.cornu.data.Digests;
import io.cornu.data.GzipFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.Optional;

/** What the official files of data sets have in common. */
final class Official {
    /** Reads the unpacked content of a file to its end. */
    @FunctionalInterface
    interface Content<T> {
        T read(InputStream content) throws IOException;
    }

    /** Brings files and puts them in place. */
    @FunctionalInterface
    interface Download {
        void run() throws IOException;
    }

    static final String DELETE = "Delete the file to have it downloaded again.";
    static final String TRY_AGAIN = "Try again later, or put the files in place by hand.";

    private Official() {}

    /** The file of that name, plain or gzipped. */
    static Optional<Path> find(Path folder, String name) {
        for (Path candidate : new Path[] {folder.resolve(name), folder.resolve(name + ".gz")}) {
            if (Files.exists(candidate)) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }

    /** Reads a file and checks that its unpacked content is the official one. */
    static <T> T read(Path file, String sha256, String where, String fix, Content<T> content) throws IOException {
        MessageDigest digest = Digests.sha256();
        try (DigestInputStream in = new DigestInputStream(GzipFiles.open(file), digest)) {
            T result = content.read(in);
            String received = Digests.hex(digest);
            if (!received.equals(sha256)) {
                throw new DataFileException(
                        where,
                        "corrupt: expected the official content with SHA-256 " + sha256 + ", received " + received
                                + ". " + fix);
            }
            return result;
        }
    }

    /** Downloads into a folder, which is made; an error of the disk says what was to be written there. */
    static void download(Path folder, String set, Download download) throws IOException {
        boolean isNew = Files.notExists(folder);
        boolean isDone = false;
        try {
            Files.createDirectories(folder);
            download.run();
            isDone = true;
        } catch (FileSystemException refused) {
            throw new DataFileException(
                    folder.toString(),
                    "expected a directory that can be written, to download " + set + " into, received " + refused
                            + ". Name another one with " + DataDirectory.VARIABLE + ".",
                    refused);
        } finally {
            if (isNew && !isDone) {
                deleteIfEmpty(folder);
            }
        }
    }

    /** Without a network, a folder that was made for nothing would look like a data set. */
    private static void deleteIfEmpty(Path folder) {
        try {
            Files.deleteIfExists(folder);
        } catch (IOException e) {
            // It holds part of the set, which the next attempt goes on from, or is not ours to delete.
        }
    }
}
