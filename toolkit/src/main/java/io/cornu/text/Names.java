package io.cornu.text;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the name that was meant, where one is not known. */
public final class Names {
    /** Longer input is no slip of the hand, and comparing it would take long. */
    private static final int LONGEST = 100;

    private Names() {}

    /**
     * The known name nearest to a mistyped one, by inserted, dropped, changed and swapped letters, whatever the
     * case. One slip for every three letters is the most.
     *
     * @param name what was typed
     * @param known the names there are
     * @return the nearest; the first one where several are as near; empty where none is near
     */
    public static Optional<String> closest(String name, Collection<String> known) {
        if (name.length() > LONGEST) {
            return Optional.empty();
        }
        int most = Math.max(1, name.length() / 3);
        return known.stream()
                .filter(candidate -> candidate.length() <= LONGEST && distance(name, candidate) <= most)
                .min(Comparator.comparingInt(candidate -> distance(name, candidate)));
    }

    /**
     * The end of an error message about an unknown name.
     *
     * @param name what was typed
     * @param known the names there are
     * @return {@code "Did you mean 'mnist'?"}, or {@code "Known: cifar-10, mnist."} where nothing is near
     */
    public static String suggestion(String name, Collection<String> known) {
        return closest(name, known)
                .map(nearest -> "Did you mean '" + nearest + "'?")
                .orElseGet(() -> "Known: " + String.join(", ", known) + ".");
    }

    /**
     * A class name in Keras' snake case.
     *
     * <p>Source: {@code keras.src.utils.naming.to_snake_case}, Keras 3.15.
     *
     * @param className such as {@code LeakyReLU}
     * @return such as {@code leaky_re_lu}
     */
    public static String snakeCase(String className) {
        return className
                .replaceAll("\\W+", "")
                .replaceAll("(.)([A-Z][a-z]+)", "$1_$2")
                .replaceAll("([a-z])([A-Z])", "$1_$2")
                .toLowerCase(Locale.ROOT);
    }

    /** Optimal string alignment distance: Damerau-Levenshtein without edits inside a swapped pair. */
    static int distance(String left, String right) {
        String a = left.toLowerCase(Locale.ROOT);
        String b = right.toLowerCase(Locale.ROOT);
        int[][] cost = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    cost[i][j] = i + j;
                    continue;
                }
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                int best = Math.min(cost[i - 1][j - 1] + change, Math.min(cost[i - 1][j], cost[i][j - 1]) + 1);
                boolean swapped =
                        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
                cost[i][j] = swapped ? Math.min(best, cost[i - 2][j - 2] + 1) : best;
            }
        }
        return cost[a.length()][b.length()];
    }
}
