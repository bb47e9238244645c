package io.cornu.diagnostics;

import io.cornu.model.Measurement;
import io.cornu.model.Measurement.OfOutput;
import io.cornu.model.Measurement.OfWeight;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a model was like at one moment of its training.
 *
 * @param epoch how many epochs were over
 * @param step how many steps the optimizer had made
 * @param measurement gradients and activations on the probe batch
 * @param updateRatios by the path of the weight, how far the last step moved it, as a share of its norm before: about
 *     0.001 is healthy; empty where no step was watched, infinite or not a number for a weight that was 0
 */
public record Reading(int epoch, long step, Measurement measurement, Map<String, Double> updateRatios) {
    /** Copies the map. */
    public Reading {
        updateRatios = Map.copyOf(updateRatios);
    }

    /**
     * The update ratio of a weight.
     *
     * @param path its path
     * @return the ratio, or not a number where it is not known
     */
    public double updateRatio(String path) {
        return updateRatios.getOrDefault(path, Double.NaN);
    }

    /**
     * The weights that gradients are judged by: those of at least two axes, the kernels; all where there is none.
     *
     * @return their statistics, in order
     */
    public List<OfWeight> kernels() {
        List<OfWeight> kernels = measurement.weights().stream()
                .filter(weight -> weight.rank() >= 2)
                .toList();
        return kernels.isEmpty() ? measurement.weights() : kernels;
    }

    /**
     * What is wrong.
     *
     * @param thresholds from where on
     * @return the findings, by layer in order; none where all is well
     */
    public List<Finding> findings(Thresholds thresholds) {
        List<Finding> findings = new ArrayList<>();
        double largest = kernels().stream()
                .mapToDouble(OfWeight::gradientMean)
                .filter(Double::isFinite)
                .max()
                .orElse(0);
        for (OfWeight kernel : kernels()) {
            double share = largest == 0 ? 0 : kernel.gradientMean() / largest;
            if (!(kernel.gradientNorm() <= thresholds.exploding())) {
                findings.add(new Finding(
                        Finding.Kind.EXPLODING, kernel.path(), kernel.gradientNorm(), thresholds.exploding()));
            } else if (share < thresholds.vanishing()) {
                findings.add(new Finding(Finding.Kind.VANISHING, kernel.path(), share, thresholds.vanishing()));
            }
        }
        double before = 0;
        for (OfOutput output : measurement.outputs()) {
            // What only hands on the zeros of the layer before is not at fault.
            if (output.deadShare() >= thresholds.dead() && output.deadShare() > before) {
                findings.add(new Finding(Finding.Kind.DEAD, output.layer(), output.deadShare(), thresholds.dead()));
            }
            before = output.deadShare();
            if (output.saturatedShare() >= thresholds.saturated()) {
                findings.add(new Finding(
                        Finding.Kind.SATURATED, output.layer(), output.saturatedShare(), thresholds.saturated()));
            }
        }
        return findings;
    }
}
