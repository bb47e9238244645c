package io.cornu.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.cornu.data.Array;
import io.cornu.data.Dataset;
import io.cornu.losses.Losses;
import io.cornu.model.Callback;
import io.cornu.model.Fit;
import io.cornu.model.FitListener;
import io.cornu.model.Model;
import io.cornu.model.Sequential;
import io.cornu.optimizers.SGD;
import io.cornu.runtime.Seed;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DropoutTest {
    private static final int WIDTH = 10_000;

    @ParameterizedTest
    @ValueSource(doubles = {0.1, 0.25, 0.5, 0.9})
    void dropsTheRateAndKeepsTheMean(double rate) {
        try (Model model = dropping(rate, 1)) {
            float[] values = sample(model, 0);
            long dropped = count(values, 0);
            // Binomial: 40,000 draws, within four standard deviations.
            double n = values.length;
            assertThat(dropped / n).isCloseTo(rate, within(4 * Math.sqrt(rate * (1 - rate) / n)));
            assertThat(count(values, (float) (1 / (1 - rate)))).isEqualTo(values.length - dropped);
            double mean = 0;
            for (float value : values) {
                mean += value / n;
            }
            assertThat(mean).isCloseTo(1, within(4 * Math.sqrt(rate / (1 - rate) / n)));
        }
    }

    @Test
    void rowsAndColumnsDropByThemselves() {
        try (Model model = dropping(0.5, 1)) {
            float[] values = sample(model, 0);
            for (int row = 1; row < 4; row++) {
                int same = 0;
                for (int i = 0; i < WIDTH; i++) {
                    same += values[i] == values[row * WIDTH + i] ? 1 : 0;
                }
                // Two independent coins agree half the time: 5,000, give or take 4 x 50.
                assertThat(same).isBetween(4800, 5200);
            }
        }
    }

    @Test
    void samplesDifferAndSeedsRepeat() {
        try (Model model = dropping(0.5, 1);
                Model again = dropping(0.5, 1);
                Model other = dropping(0.5, 2)) {
            float[] first = sample(model, 0);
            assertThat(sample(model, 0)).isEqualTo(first);
            assertThat(sample(again, 0)).isEqualTo(first);
            assertThat(sample(model, 1)).isNotEqualTo(first);
            assertThat(sample(other, 0)).isNotEqualTo(first);
        }
    }

    @Test
    void layersOfOneNetworkDropOtherNumbers() {
        Sequential twice = Sequential.of(Input.of(WIDTH), Dropout.of(0.5), Dropout.of(0.5));
        try (Model model = twice.build(Seed.of(1))) {
            // Independent: a quarter is kept by both; 10,000 of 40,000, give or take 4 x 87.
            float[] values = sample(model, 0);
            assertThat(count(values, 4)).isBetween(9650L, 10350L);
        }
    }

    @Test
    void inferenceDropsNothing() {
        try (Model model = dropping(0.9, 1)) {
            Array ones = ones();
            assertThat(model.predict(ones)).isEqualTo(ones);
        }
    }

    /** With no weight to learn from, the loss of a step is the mean square of what was dropped: it tells the mask. */
    @Test
    void everyTrainingStepDropsOtherNumbers() {
        List<Double> losses = new ArrayList<>();
        Callback watch = fit -> new FitListener() {
            @Override
            public void batchEnd(BatchEnd batch) {
                losses.add(batch.loss());
            }
        };
        Dataset data = Dataset.of(ones(), Array.of(new float[4 * WIDTH], 4, WIDTH));
        for (int i = 0; i < 2; i++) {
            try (Model model = dropping(0.5, 1)) {
                model.compile(SGD.of(0.1), Losses.meanSquaredError())
                        .fit(data, Fit.epochs(3).withCallbacks(watch));
            }
        }
        assertThat(losses.subList(0, 3)).doesNotHaveDuplicates().isEqualTo(losses.subList(3, 6));
        // Half are dropped and the others doubled: the mean square is 4 / 2.
        assertThat(losses).allSatisfy(loss -> assertThat(loss).isCloseTo(2, within(4 * 2 / Math.sqrt(4 * WIDTH))));
    }

    private static float[] sample(Model model, long number) {
        return model.predictMonteCarlo(Dataset.ofInputs(ones()), 4, number)
                .get(0)
                .toFloats();
    }

    private static Model dropping(double rate, long seed) {
        return Sequential.of(Input.of(WIDTH), Dropout.of(rate)).build(Seed.of(seed));
    }

    private static Array ones() {
        float[] ones = new float[4 * WIDTH];
        Arrays.fill(ones, 1);
        return Array.of(ones, 4, WIDTH);
    }

    private static long count(float[] values, float wanted) {
        long count = 0;
        for (float value : values) {
            count += Math.abs(value - wanted) < 1e-5 ? 1 : 0;
        }
        return count;
    }
}
