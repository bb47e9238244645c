package io.cornu.experiments;

/**
 * A paragraph.
 *
 * @param words plain text
 */
public record Text(String words) implements Block {
    /**
     * A paragraph.
     *
     * @param words plain text
     * @return the paragraph
     */
    public static Text of(String words) {
        return new Text(words);
    }
}
