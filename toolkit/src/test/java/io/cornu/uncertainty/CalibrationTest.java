package io.cornu.uncertainty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import io.cornu.data.Array;
import io.cornu.uncertainty.Calibration.Bin;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CalibrationTest {
    /**
     * Confidences .6 (right), .7 (wrong), .9 (right), 1 (right) in two bins: none at or below .5, so all four in the upper
     * one: confidence 3.2 / 4 = .8, accuracy .75, error .05. In ten bins (.5, .6] holds .6 with accuracy 1: error .4;
     * (.6, .7] .7 with 0: error .7; (.8, .9] error .1; (.9, 1] error 0; a quarter of each: .3.
     */
    @Test
    void binsByHand() {
        Array probabilities = Array.of(new double[] {.6, .4, .7, .3, .1, .9, 0, 1}, 4, 2);
        Array labels = Array.of(new int[] {0, 1, 1, 1});
        Calibration two = Calibration.of(probabilities, labels, 2);
        assertThat(two.bins().get(0).count()).isZero();
        assertThat(two.bins().get(0).accuracy()).isNaN();
        assertThat(two.bins().get(1).confidence()).isCloseTo(.8, within(1e-12));
        assertThat(two.expectedError()).isCloseTo(.05, within(1e-12));
        Calibration ten = Calibration.of(probabilities, labels, 10);
        assertThat(ten.bins()).extracting(Bin::count).containsExactly(0, 0, 0, 0, 0, 1, 1, 0, 1, 1);
        assertThat(ten.expectedError()).isCloseTo(.3, within(1e-12));
        assertThat(ten.largestError()).isCloseTo(.7, within(1e-12));
        assertThat(ten.examples()).isEqualTo(4);
        assertThat(ten.figure().charts()).hasSize(2);

        Array oneHot = Array.of(new float[] {1, 0, 0, 1, 0, 1, 0, 1}, 4, 2);
        assertThat(Calibration.of(probabilities, oneHot, 10)).isEqualTo(ten);
    }

    /** A sigmoid's .2 is a confidence of .8 in class 0. */
    @Test
    void oneSigmoidUnitIsTwoClasses() {
        Calibration one = Calibration.of(Array.of(new double[] {.2, .9}, 2, 1), Array.of(new int[] {0, 0}), 5);
        assertThat(one.bins()).extracting(Bin::count).containsExactly(0, 0, 0, 1, 1);
        assertThat(one.bins().get(3).accuracy()).isEqualTo(1);
        assertThat(one.bins().get(4).accuracy()).isZero();
    }

    /** Labels drawn with the probabilities themselves: in each bin the accuracy is within 4 sigma of the confidence. */
    @Test
    void whatIsDrawnFromTheProbabilitiesIsCalibrated() {
        Random random = new Random(3);
        int examples = 20_000;
        double[] probabilities = new double[2 * examples];
        int[] labels = new int[examples];
        for (int i = 0; i < examples; i++) {
            double p = random.nextDouble();
            probabilities[2 * i] = p;
            probabilities[2 * i + 1] = 1 - p;
            labels[i] = random.nextDouble() < p ? 0 : 1;
        }
        Calibration calibration = Calibration.of(Array.of(probabilities, examples, 2), Array.of(labels), 10);
        for (Bin bin : calibration.bins().subList(5, 10)) {
            double sigma = Math.sqrt(bin.confidence() * (1 - bin.confidence()) / bin.count());
            assertThat(bin.accuracy()).isCloseTo(bin.confidence(), within(4 * sigma));
        }
        assertThat(calibration.expectedError()).isLessThan(.02);
    }

    /**
     * From the least uncertain: right, wrong, right, wrong. Risks 0, 1/2, 1/3, 1/2; area 1/3 (4/3 over 4). In the best
     * order the risks are 0, 0, 1/3, 1/2, in all 5/6 over 4.
     */
    @Test
    void risksByHand() {
        RiskCoverage curve = RiskCoverage.of(
                new double[] {.4, .1, .3, .2}, new boolean[] {false, true, true, false});
        assertThat(curve.risks()).hasSize(4);
        assertThat(curve.risks().get(1)).isEqualTo(.5);
        assertThat(curve.risks().get(2)).isCloseTo(1 / 3.0, within(1e-12));
        assertThat(curve.area()).isCloseTo(1 / 3.0, within(1e-12));
        assertThat(curve.excessArea()).isCloseTo(1 / 3.0 - 5 / 24.0, within(1e-12));
        assertThat(curve.accuracyRejecting(0)).isEqualTo(.5);
        assertThat(curve.accuracyRejecting(.25)).isCloseTo(2 / 3.0, within(1e-12));
        assertThat(curve.accuracyRejecting(.75)).isEqualTo(1);
        assertThat(curve.curve("a").x()).containsExactly(0.0, .25, .5, .75);
        assertThat(curve.curve("a").y().get(3)).isEqualTo(1);
        RiskCoverage best = RiskCoverage.of(
                new double[] {1, 2, 3, 4}, new boolean[] {true, true, false, false});
        assertThat(best.excessArea()).isCloseTo(0, within(1e-12));
    }

    /** Of three equally uncertain ones with one wrong, every prefix has a third of its length wrong. */
    @Test
    void equalsCountAsInAllOrders() {
        RiskCoverage curve = RiskCoverage.of(new double[] {1, 1, 1}, new boolean[] {false, true, true});
        assertThat(curve.risks()).allSatisfy(risk -> assertThat(risk).isCloseTo(1 / 3.0, within(1e-12)));
        assertThat(RiskCoverage.of(new double[] {1, 1, 1}, new boolean[] {true, true, false}))
                .isEqualTo(curve);
    }

    /** Two passes: (1, 0) and (0, 1) disagree, (.5, .5) twice does not though it is as unsure, (1, 0) twice is sure. */
    @Test
    void measuresTellDoubtFromDisagreement() {
        UncertainPrediction prediction = MonteCarlo.of(2)
                .statistics(Array.of(new double[] {1, 0, .5, .5, 1, 0, 0, 1, .5, .5, 1, 0}, 2, 3, 2));
        double log2 = Math.log(2);
        assertThat(UncertaintyMeasure.ENTROPY.of(prediction))
                .containsExactly(new double[] {log2, log2, 0}, within(1e-12));
        assertThat(UncertaintyMeasure.MUTUAL_INFORMATION.of(prediction))
                .containsExactly(new double[] {log2, 0, 0}, within(1e-12));
        assertThat(UncertaintyMeasure.VARIANCE.of(prediction))
                .containsExactly(new double[] {.25, 0, 0}, within(1e-12));
        assertThat(UncertaintyMeasure.ranking(new double[] {.1, .3, .2, .3})).containsExactly(1, 3, 2, 0);
        UncertainPrediction numbers = MonteCarlo.of(2).statistics(Array.of(new double[] {5, 7, 9, 7}, 2, 2, 1));
        // 5 and 9: 2 from their mean.
        assertThat(UncertaintyMeasure.VARIANCE.of(numbers)).containsExactly(4, 0);
        assertThatIllegalStateException().isThrownBy(() -> UncertaintyMeasure.ENTROPY.of(numbers));
    }

    @Test
    void refusesWhatDoesNotFit() {
        Array probabilities = Array.of(new double[] {.6, .4}, 1, 2);
        for (Array labels : List.of(
                Array.of(new int[] {2}), Array.of(new int[] {-1}), Array.of(new double[] {.5}), Array.of(new int[3]))) {
            assertThatIllegalArgumentException()
                    .as(labels.toString())
                    .isThrownBy(() -> Calibration.of(probabilities, labels, 10))
                    .withMessageContaining("label");
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Calibration.of(Array.of(new double[] {3, -1}, 1, 2), Array.of(new int[1]), 10))
                .withMessageContaining("[0, 1]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Calibration.of(probabilities, Array.of(new int[1]), 0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RiskCoverage.of(new double[] {1}, new boolean[2]));
        assertThatIllegalArgumentException().isThrownBy(() -> RiskCoverage.of(new double[0], new boolean[0]));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RiskCoverage.of(new double[] {Double.NaN}, new boolean[1]));
    }
}
