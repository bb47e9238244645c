package io.cornu.callbacks;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;

/** Numbers as Python's {@code %f} and {@code %e} write them: rounded as they are in binary. */
final class PythonFormat {
    private PythonFormat() {}

    /** So many digits after the point, with an exponent or without. */
    static String real(double number, int digits, boolean hasExponent) {
        if (!Double.isFinite(number)) {
            return Double.isNaN(number) ? "nan" : number > 0 ? "inf" : "-inf";
        }
        // Java's %f rounds the shortest decimal form of a number instead.
        BigDecimal exact = new BigDecimal(number);
        if (hasExponent) {
            return String.format(
                    Locale.ROOT, "%." + digits + "e", exact.round(new MathContext(digits + 1, RoundingMode.HALF_EVEN)));
        }
        String text = exact.setScale(digits, RoundingMode.HALF_EVEN).toPlainString();
        boolean isNegativeZero = text.charAt(0) != '-' && (number < 0 || 1 / number < 0);
        return isNegativeZero ? "-" + text : text;
    }
}
