package io.cornu.callbacks;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

/**
 * The text of a progress bar, or of the line that stands for it.
 *
 * <p>Source: {@code keras.utils.Progbar}, Keras 3.15, with metrics that are means already.
 */
final class Progbar {
    private static final int WIDTH = 20;
    private static final double INTERVAL_SECONDS = 0.05;
    private static final double SMALL = 1e-3;
    private static final String BOLD = "\u001b[1m";
    private static final String GREEN = "\u001b[32m";
    private static final String WHITE = "\u001b[37m";
    private static final String PLAIN = "\u001b[0m";

    private final int target;
    private final boolean isBar;
    private final DoubleSupplier seconds;
    private final double start;
    private final Map<String, Double> values = new LinkedHashMap<>();
    private OptionalDouble afterFirst = OptionalDouble.empty();
    private double drawn = Double.NEGATIVE_INFINITY;
    private int drawnWidth;

    /**
     * A bar.
     *
     * @param target the number of steps
     * @param isBar whether it is a bar that is drawn over and over, or one line in the end
     * @param seconds the time
     * @param start when the first step began
     */
    Progbar(int target, boolean isBar, DoubleSupplier seconds, double start) {
        this.target = target;
        this.isBar = isBar;
        this.seconds = seconds;
        this.start = start;
    }

    /** Whether something was drawn that more is to be drawn over. */
    boolean isOpen() {
        return drawnWidth > 0;
    }

    /** A step is done: what to print, often nothing. The values are asked for only if there is something to print. */
    String update(int step, Supplier<Map<String, Double>> current) {
        if (!isBar) {
            return "";
        }
        double now = seconds.getAsDouble();
        double duration = duration(step, now);
        if (now - drawn < INTERVAL_SECONDS) {
            return "";
        }
        values.putAll(current.get());
        double left = duration * (target - step);
        String text = draw(step, " " + BOLD + clock(left) + PLAIN + time(duration) + metrics(true));
        drawn = now;
        return text;
    }

    /** All steps are done: what to print. */
    String finish(Map<String, Double> last) {
        double now = seconds.getAsDouble();
        String time = time(duration(target, now));
        String elapsed = PythonFormat.real(now - start, 0, false) + "s";
        values.putAll(last);
        if (!isBar) {
            return target + "/" + target + " - " + elapsed + " -" + time + metrics(false) + "\n";
        }
        String text = draw(target, " " + BOLD + elapsed + PLAIN + time + metrics(true)) + "\n";
        drawnWidth = 0;
        return text;
    }

    /** Over what was drawn before, all of it. */
    private String draw(int step, String info) {
        String count = String.format(Locale.ROOT, "%" + Integer.toString(target).length() + "d/%d", step, target);
        int filled = (int) (WIDTH * ((double) step / target));
        String bar = BOLD + count + PLAIN + " " + (filled > 0 ? GREEN + "━".repeat(filled) + PLAIN : "") + WHITE
                + "━".repeat(WIDTH - filled) + PLAIN;
        int width = count.length() + 1 + WIDTH + info.length() - BOLD.length() - PLAIN.length();
        String text = "\b".repeat(drawnWidth) + "\r" + bar + info + " ".repeat(Math.max(0, drawnWidth - width));
        drawnWidth = width;
        return text;
    }

    /** The first step is slower than the others, and left out when there are others. */
    private double duration(int step, double now) {
        double duration = afterFirst.isPresent() && step > 1
                ? (now - afterFirst.getAsDouble()) / (step - 1)
                : (now - start) / step;
        if (step == 1) {
            afterFirst = OptionalDouble.of(now);
        }
        return duration;
    }

    private static String time(double duration) {
        if (duration >= 1 || duration == 0) {
            return " " + PythonFormat.real(duration, 0, false) + "s/step";
        }
        return duration >= SMALL
                ? " " + PythonFormat.real(duration * 1000, 0, false) + "ms/step"
                : " " + PythonFormat.real(duration * 1_000_000, 0, false) + "us/step";
    }

    private static String clock(double left) {
        long whole = (long) left;
        if (left > 3600) {
            return String.format(Locale.ROOT, "%d:%02d:%02d", whole / 3600, whole % 3600 / 60, whole % 60);
        }
        return left > 60 ? String.format(Locale.ROOT, "%d:%02d", whole / 60, whole % 60) : whole + "s";
    }

    private String metrics(boolean countsNegative) {
        StringBuilder text = new StringBuilder();
        values.forEach((name, value) -> {
            boolean isSmall = !((countsNegative ? Math.abs(value) : value) > SMALL);
            text.append(" - ").append(name).append(": ").append(PythonFormat.real(value, 4, isSmall));
        });
        return text.toString();
    }
}
