package io.cornu.callbacks;

import io.cornu.model.FitControl;
import io.cornu.model.History;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file name with places for the epoch and the values of the history, in the part of Python's format language that
 * numbers in file names need: {@code {epoch}}, {@code {batch:04d}}, {@code {epoch:02d}}, {@code {val_loss:.2f}}, {@code {val_loss:.3e}}.
 */
final class FilePattern {
    private static final Pattern PLACE = Pattern.compile("\\{\\{|}}|\\{([^{}:]*)(?::([^{}]*))?}|[{}]");
    private static final Pattern WHOLE = Pattern.compile("(0?)(\\d{0,2})d?");
    private static final Pattern REAL = Pattern.compile("\\.(\\d{1,2})([fe])");
    private static final String EPOCH = "epoch";
    private static final String BATCH = "batch";

    private final String where;
    private final String pattern;

    FilePattern(String where, String pattern) {
        this.where = where;
        this.pattern = pattern;
        PLACE.matcher(pattern).results().forEach(this::requireUnderstood);
    }

    /** Requires that the history will have all values named. */
    void requireKnown(FitControl fit) {
        PLACE.matcher(pattern)
                .results()
                .map(place -> place.group(1))
                .filter(name -> name != null && !isNumber(name))
                .forEach(name -> Monitor.requireKnown(where, name, fit));
    }

    /** Requires that every name has a value after batches, or after epochs. */
    void requireKnownAfter(boolean isBatch) {
        for (MatchResult place : PLACE.matcher(pattern).results().toList()) {
            String name = place.group(1);
            if (name != null && (isBatch ? Monitor.isValidation(name) : name.equals(BATCH))) {
                throw new IllegalArgumentException(where + ": expected a file name with values that are known after "
                        + (isBatch ? "a batch" : "an epoch") + ", received " + place.group() + ". "
                        + (isBatch ? "Choose one without val_." : "Save every so many batches, or leave it out."));
            }
        }
    }

    /** The name after an epoch, or after a batch of it; both are counted from 1 here as Keras does. */
    String fill(History.Epoch epoch, int batch) {
        return PLACE.matcher(pattern).replaceAll(place -> Matcher.quoteReplacement(filled(place, epoch, batch)));
    }

    private static boolean isNumber(String name) {
        return name.equals(EPOCH) || name.equals(BATCH);
    }

    private String filled(MatchResult place, History.Epoch epoch, int batch) {
        String name = place.group(1);
        if (name == null) {
            // A brace that stands for itself is written twice.
            return place.group().substring(1);
        }
        String format = format(place);
        return isNumber(name)
                ? whole((name.equals(EPOCH) ? epoch.number() : batch) + 1, format)
                : real(Monitor.value(where, name, epoch), format);
    }

    private void requireUnderstood(MatchResult place) {
        String name = place.group(1);
        boolean isUnderstood = name == null
                ? place.group().length() == 2
                : !name.isEmpty()
                        && (isNumber(name) ? WHOLE : REAL)
                                .matcher(format(place))
                                .matches();
        if (!isUnderstood) {
            throw new IllegalArgumentException(where
                    + ": expected places such as {epoch:02d} and {val_loss:.2f} in the file name, received '"
                    + place.group() + "'. Write {{ for a brace.");
        }
    }

    private static String format(MatchResult place) {
        String format = place.group(2);
        return format == null ? "" : format;
    }

    private static String whole(int number, String format) {
        Matcher parts = matched(WHOLE, format);
        String digits = Integer.toString(number);
        int width = parts.group(2).isEmpty() ? 0 : Integer.parseInt(parts.group(2));
        return (parts.group(1).isEmpty() ? " " : "0").repeat(Math.max(0, width - digits.length())) + digits;
    }

    private static String real(double number, String format) {
        Matcher parts = matched(REAL, format);
        return PythonFormat.real(
                number, Integer.parseInt(parts.group(1)), parts.group(2).equals("e"));
    }

    private static Matcher matched(Pattern pattern, String format) {
        Matcher matcher = pattern.matcher(format);
        if (!matcher.matches()) {
            throw new IllegalStateException("format '" + format + "' was checked before");
        }
        return matcher;
    }
}
