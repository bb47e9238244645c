package io.cornu.plots;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Where values lie along a line, and which of them are named.
 *
 * @param low what lies at the beginning
 * @param high what lies at the end, above it
 * @param logarithmic whether equal ratios are equally long
 * @param ticks the values that are named, from low to high
 */
record Axis(double low, double high, boolean logarithmic, List<Tick> ticks) {
    /** A share of the range left free at both ends. */
    private static final double MARGIN = .04;

    record Tick(double value, String label) {}

    /** An axis for these values, those left out that it cannot show, with a little room at both ends. */
    static Axis around(DoubleStream values, boolean logarithmic, int mostTicks) {
        double[] range = {Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY};
        values.filter(value -> shows(value, logarithmic)).forEach(value -> {
            range[0] = Math.min(range[0], value);
            range[1] = Math.max(range[1], value);
        });
        if (range[0] > range[1]) {
            return of(logarithmic ? .1 : 0, 1, logarithmic, mostTicks);
        }
        if (logarithmic) {
            double room = Math.max(Math.log10(range[1] / range[0]) * MARGIN, range[0] == range[1] ? .5 : 0);
            return of(range[0] / Math.pow(10, room), range[1] * Math.pow(10, room), true, mostTicks);
        }
        double size = range[1] - range[0];
        double alone = range[0] == 0 ? 1 : Math.abs(range[0]) / 2;
        double room = size == 0 ? alone : size * MARGIN;
        return of(range[0] - room, range[1] + room, false, mostTicks);
    }

    /** An axis of exactly this range. */
    static Axis of(double low, double high, boolean logarithmic, int mostTicks) {
        List<Double> values = logarithmic ? powers(low, high, mostTicks) : steps(low, high, mostTicks);
        List<Tick> ticks = values.stream()
                .map(value -> new Tick(value, label(value, values)))
                .toList();
        return new Axis(low, high, logarithmic, ticks);
    }

    /** An axis of names, that of number i at i. */
    static Axis of(List<String> categories) {
        List<Tick> ticks = IntStream.range(0, categories.size())
                .mapToObj(i -> new Tick(i, categories.get(i)))
                .toList();
        return new Axis(-.5, categories.size() - .5, false, ticks);
    }

    /** Whether there is a place for a value on such an axis. */
    static boolean shows(double value, boolean logarithmic) {
        return Double.isFinite(value) && (!logarithmic || value > 0);
    }

    /** Where a value lies, 0 at the beginning and 1 at the end. */
    double share(double value) {
        return logarithmic ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low);
    }

    private static List<Double> steps(double low, double high, int most) {
        double rough = (high - low) / Math.max(1, most);
        if (!(rough > 0) || !Double.isFinite(rough)) {
            return List.of(low);
        }
        double power = Math.pow(10, Math.floor(Math.log10(rough)));
        double step = power * 10;
        for (double factor : new double[] {1, 2, 5}) {
            if (factor * power >= rough * (1 - 1e-9)) {
                step = factor * power;
                break;
            }
        }
        List<Double> values = new ArrayList<>();
        for (double i = Math.ceil(low / step - 1e-9); i * step <= high + step * 1e-9; i++) {
            values.add(rounded(i * step, step));
        }
        return values;
    }

    /** The product without what binary fractions add to it. */
    private static double rounded(double value, double step) {
        int digits = (int) Math.max(0, Math.min(300, 2 - Math.floor(Math.log10(step))));
        return new BigDecimal(value).setScale(digits, RoundingMode.HALF_EVEN).doubleValue();
    }

    /** Powers of ten; with 2 and 5 between them where these alone would be too few. */
    private static List<Double> powers(double low, double high, int most) {
        int first = (int) Math.ceil(Math.log10(low) - 1e-9);
        int last = (int) Math.floor(Math.log10(high) + 1e-9);
        int count = last - first + 1;
        if (count < 2) {
            List<Double> values = new ArrayList<>();
            for (int power = first - 1; power <= last + 1; power++) {
                for (int digit : new int[] {1, 2, 5}) {
                    double value = Double.parseDouble(digit + "e" + power);
                    if (value >= low * (1 - 1e-9) && value <= high * (1 + 1e-9)) {
                        values.add(value);
                    }
                }
            }
            return values.size() >= 2 ? values : steps(low, high, most);
        }
        int every = (count + most - 1) / Math.max(1, most);
        List<Double> values = new ArrayList<>();
        for (int power = first; power <= last; power += Math.max(1, every)) {
            values.add(Double.parseDouble("1e" + power));
        }
        return values;
    }

    private static String label(double value, List<Double> all) {
        double largest = all.stream().mapToDouble(Math::abs).max().orElse(0);
        double smallest = all.stream()
                .mapToDouble(Math::abs)
                .filter(each -> each > 0)
                .min()
                .orElse(1);
        if (value == 0) {
            return "0";
        }
        return largest >= 1e6 || smallest < 1e-4 ? scientific(value) : plain(new BigDecimal(Double.toString(value)));
    }

    /** A number in as few letters as say what matters of it: four digits. */
    static String number(double value) {
        if (!Double.isFinite(value)) {
            return Double.isNaN(value) ? "-" : value > 0 ? "inf" : "-inf";
        }
        if (value == Math.rint(value) && Math.abs(value) < 1e6) {
            return String.format(Locale.ROOT, "%.0f", value);
        }
        double size = Math.abs(value);
        return size >= 1e6 || size < 1e-3
                ? scientific(new BigDecimal(value).round(new MathContext(3)).doubleValue())
                : plain(new BigDecimal(value).round(new MathContext(4)));
    }

    private static String plain(BigDecimal value) {
        return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
    }

    private static String scientific(double value) {
        int power = (int) Math.floor(Math.log10(Math.abs(value)) + 1e-12);
        BigDecimal digits = new BigDecimal(value)
                .movePointLeft(power)
                .setScale(4, RoundingMode.HALF_EVEN)
                .stripTrailingZeros();
        return digits.toPlainString() + "e" + power;
    }
}
