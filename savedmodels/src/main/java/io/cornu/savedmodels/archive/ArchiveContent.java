package io.cornu.savedmodels.archive;

import java.util.Optional;

/**
 * One entry to be written by {@link ArchiveWriter}.
 *
 * @param name the path in the archive, its parts separated by {@code /}
 * @param content what it holds
 */
public record ArchiveContent(String name, StreamedContent content) {
    /**
     * Checks the name.
     *
     * @param name the path in the archive, its parts separated by {@code /}
     * @param content what it holds
     * @throws IllegalArgumentException if {@link ArchiveReader} would refuse the name
     */
    public ArchiveContent {
        Optional<String> problem = EntryNames.problem(name);
        if (problem.isPresent() || name.endsWith("/")) {
            throw new IllegalArgumentException("ArchiveContent: expected a plain relative name such as"
                    + " 'assets/vocabulary.txt', received " + problem.orElse("the folder '" + name + "'") + ".");
        }
    }

    /**
     * An entry that lies in memory.
     *
     * @param name the path in the archive
     * @param bytes the content; not copied
     * @return the entry
     */
    public static ArchiveContent of(String name, byte[] bytes) {
        return new ArchiveContent(name, StreamedContent.of(bytes));
    }

    /**
     * An entry that is written piece by piece.
     *
     * @param name the path in the archive
     * @param content the content
     * @return the entry
     */
    public static ArchiveContent of(String name, StreamedContent content) {
        return new ArchiveContent(name, content);
    }
}
