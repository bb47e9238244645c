package io.cornu.experiments;

import java.util.List;

/**
 * A part of a report.
 *
 * @param heading what it is about
 * @param blocks what stands in it, in order
 */
public record Section(String heading, List<Block> blocks) {
    /** Copies the blocks. */
    public Section {
        blocks = List.copyOf(blocks);
    }

    /**
     * A section.
     *
     * @param heading what it is about
     * @param blocks what stands in it, in order
     * @return the section
     */
    public static Section of(String heading, Block... blocks) {
        return new Section(heading, List.of(blocks));
    }
}
