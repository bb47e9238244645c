package io.cornu.data;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.SecureRandom;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Writes a file or a directory so that its name shows either the old content or all of the new, never half.
 *
 * <p>The content goes to a neighbor of the target called {@code .cornu-<random>.tmp}, is forced to the disk,
 * and is then renamed onto the target. When writing fails the neighbor is removed and the target stays as it
 * was; after a crash of the machine the neighbor may be left over, and can be deleted. A symbolic link at the
 * target is never written through: a file takes the link's place, a directory refuses it.
 *
 * <pre>{@code
 * AtomicFiles.write(Path.of("history.csv"), temporary -> Files.writeString(temporary, csv));
 * }</pre>
 *
 * <p>Safe for use by several threads; of two writers to one target the later rename wins.
 */
public final class AtomicFiles {
    private static final SecureRandom RANDOM = new SecureRandom();

    /** Puts the content at a temporary path. */
    @FunctionalInterface
    public interface Content {
        /**
         * Writes everything; called once.
         *
         * @param temporary an empty file to fill, or an empty directory to put files in
         * @throws IOException to give up, which leaves the target as it was
         */
        void writeTo(Path temporary) throws IOException;
    }

    private AtomicFiles() {}

    /**
     * Writes a file, replacing one that exists.
     *
     * @param target the file to make or replace; its directory must exist
     * @param content fills the temporary file; must close what it opens
     * @throws NoSuchFileException if the directory of the target does not exist
     * @throws FileAlreadyExistsException if the target is a directory
     * @throws IOException if the content gives up or the disk fails
     */
    public static void write(Path target, Content content) throws IOException {
        Path directory = directoryOf(target);
        if (Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)) {
            throw new FileAlreadyExistsException(
                    target.toString(), null, "expected a file or nothing, received a directory. Choose another name.");
        }
        Path temporary = neighbor(directory, ".tmp");
        try {
            Files.createFile(temporary);
            content.writeTo(temporary);
            force(temporary, StandardOpenOption.WRITE);
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (Throwable failure) {
            deleteTree(temporary, failure);
            throw failure;
        }
        forceDirectory(directory);
    }

    /**
     * Writes a directory, replacing an earlier one of the same kind.
     *
     * <p>No file system renames a directory onto another that holds files, so replacing takes two renames: if
     * the machine crashes between them, both directories are whole, the earlier as {@code .cornu-<random>.old}.
     *
     * @param target the directory to make or replace; its parent must exist
     * @param marker the name of a file that every directory of this kind holds, such as {@code saved_model.pb}:
     *     an existing directory without it is refused, unless empty, for it is not ours to delete
     * @param content fills the temporary directory; must close what it opens
     * @throws NoSuchFileException if the parent of the target does not exist
     * @throws FileAlreadyExistsException if the target is something else than an earlier directory of this kind
     * @throws IOException if the content gives up or the disk fails
     */
    public static void writeDirectory(Path target, String marker, Content content) throws IOException {
        Path parent = directoryOf(target);
        boolean replaces = Files.exists(target, LinkOption.NOFOLLOW_LINKS);
        if (replaces && !isReplaceable(target, marker)) {
            throw new FileAlreadyExistsException(
                    target.toString(),
                    null,
                    "expected nothing, an empty directory, or one that holds '" + marker
                            + "', received something else. Choose another name or move it away.");
        }
        Path temporary = neighbor(parent, ".tmp");
        try {
            Files.createDirectory(temporary);
            content.writeTo(temporary);
            forceTree(temporary);
            if (replaces) {
                swap(parent, target, temporary);
            } else {
                Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
            }
        } catch (Throwable failure) {
            deleteTree(temporary, failure);
            throw failure;
        }
        forceDirectory(parent);
    }

    private static void swap(Path parent, Path target, Path temporary) throws IOException {
        Path old = neighbor(parent, ".old");
        Files.move(target, old, StandardCopyOption.ATOMIC_MOVE);
        try {
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (Throwable failure) {
            try {
                Files.move(old, target, StandardCopyOption.ATOMIC_MOVE);
            } catch (IOException second) {
                failure.addSuppressed(second);
            }
            throw failure;
        }
        // The new name must be on the disk before the only other whole copy goes.
        forceDirectory(parent);
        deleteTree(old, null);
    }

    private static boolean isReplaceable(Path target, String marker) throws IOException {
        if (!Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        if (Files.exists(target.resolve(marker), LinkOption.NOFOLLOW_LINKS)) {
            return true;
        }
        try (Stream<Path> children = Files.list(target)) {
            return children.findAny().isEmpty();
        }
    }

    private static Path directoryOf(Path target) throws IOException {
        Path directory = target.toAbsolutePath().getParent();
        if (directory == null || target.getFileName() == null) {
            throw new FileAlreadyExistsException(target.toString(), null, "expected a path with a name.");
        }
        if (!Files.isDirectory(directory)) {
            throw new NoSuchFileException(
                    target.toString(), null, "expected directory " + directory + " to exist. Create it first.");
        }
        return directory;
    }

    private static Path neighbor(Path directory, String suffix) {
        return directory.resolve(".cornu-" + Long.toHexString(RANDOM.nextLong()) + suffix);
    }

    private static void forceTree(Path root) throws IOException {
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (attributes.isRegularFile()) {
                    force(file, StandardOpenOption.WRITE);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
                    throws IOException {
                forceDirectory(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private static void force(Path file, StandardOpenOption access) throws IOException {
        try (FileChannel channel = FileChannel.open(file, access)) {
            channel.force(true);
        }
    }

    private static void forceDirectory(Path directory) throws IOException {
        FileChannel channel;
        try {
            channel = FileChannel.open(directory, StandardOpenOption.READ);
        } catch (IOException unsupported) {
            // Windows opens no directory as a file; there a rename is as durable as the file system makes it.
            return;
        }
        try (channel) {
            channel.force(true);
        }
    }

    private static void deleteTree(Path root, @Nullable Throwable cause) throws IOException {
        try {
            if (Files.exists(root, LinkOption.NOFOLLOW_LINKS)) {
                Files.walkFileTree(root, new Deletion());
            }
        } catch (IOException failure) {
            if (cause == null) {
                throw failure;
            }
            cause.addSuppressed(failure);
        }
    }

    private static final class Deletion extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure) throws IOException {
            Files.delete(directory);
            return FileVisitResult.CONTINUE;
        }
    }
}
