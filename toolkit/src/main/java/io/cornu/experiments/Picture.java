package io.cornu.experiments;

import io.cornu.plots.Figure;
import java.nio.file.Path;

/**
 * Something drawn: a report writes it to {@code NAME.svg} and {@code NAME.png} and shows it in its page.
 *
 * @param name what its files are called, small letters, digits and hyphens
 * @param caption what stands below it
 * @param source where it comes from
 */
public record Picture(String name, String caption, Source source) implements Block {
    /**
     * Checks the name.
     *
     * @throws IllegalArgumentException if it does not fit a file
     */
    public Picture {
        FileNames.require("picture", name);
    }

    /** Where a picture comes from. */
    public sealed interface Source {}

    /**
     * Drawn when the report is written.
     *
     * @param figure what to draw
     */
    public record Drawn(Figure figure) implements Source {}

    /**
     * Written by an earlier report.
     *
     * @param folder that report's folder
     * @param name its name there
     */
    public record Stored(Path folder, String name) implements Source {}

    /**
     * A picture of a figure.
     *
     * @param name what its files are called, small letters, digits and hyphens
     * @param caption what stands below it
     * @param figure what to draw
     * @return the picture
     * @throws IllegalArgumentException if the name does not fit a file
     */
    public static Picture of(String name, String caption, Figure figure) {
        return new Picture(name, caption, new Drawn(figure));
    }
}
