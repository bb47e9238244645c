package io.cornu.experiments;

/**
 * What follows from the numbers, in a sentence; a report shows its verdicts at the top as well.
 *
 * @param words plain text, made from the numbers
 */
public record Verdict(String words) implements Block {
    /**
     * A verdict.
     *
     * @param words plain text, made from the numbers
     * @return the verdict
     */
    public static Verdict of(String words) {
        return new Verdict(words);
    }
}
