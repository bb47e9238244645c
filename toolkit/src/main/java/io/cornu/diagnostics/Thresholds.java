package io.cornu.diagnostics;

import io.cornu.text.Arguments;
import io.soabase.recordbuilder.core.RecordBuilder;

/**
 * From where on something is wrong with a network. The numbers are rules of thumb, and stand in every {@link Finding}.
 *
 * @param vanishing a kernel's gradient has vanished if the mean of its absolute values is below this share of that of the
 *     kernel with the largest; 0.001 by default
 * @param exploding a kernel's gradient explodes if its L2 norm is above this, or not a number; 100 by default
 * @param dead units are dead in a layer if at least this share of them is never active on the probe batch; 0.5 by default
 * @param saturated a layer is saturated if at least this share of its activations lies at a bound; 0.9 by default
 */
@RecordBuilder
public record Thresholds(double vanishing, double exploding, double dead, double saturated)
        implements ThresholdsBuilder.With {
    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if one is negative or not a number, or a share above 1
     */
    public Thresholds {
        Arguments.notNegative("Thresholds", "vanishing", vanishing);
        Arguments.notNegative("Thresholds", "exploding", exploding);
        Arguments.require(dead >= 0 && dead <= 1, "Thresholds", "dead must be in [0, 1]", dead);
        Arguments.require(saturated >= 0 && saturated <= 1, "Thresholds", "saturated must be in [0, 1]", saturated);
    }

    /**
     * The usual ones.
     *
     * @return the thresholds
     */
    public static Thresholds usual() {
        return new Thresholds(1e-3, 100, .5, .9);
    }
}
