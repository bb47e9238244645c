package io.cornu.experiments;

import static org.assertj.core.api.Assertions.assertThat;

import io.cornu.plots.ContourPlot;
import io.cornu.plots.ScatterPlot;
import io.cornu.tuning.RandomSearch;
import io.cornu.tuning.Study;
import io.cornu.tuning.StudyResult;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class StudyContoursTest {
    private static StudyResult study(int trials) throws IOException {
        return Study.minimize("s").withSampler(RandomSearch.of()).withSeed(3).optimize(trials, trial -> {
            double rate = trial.logFloat("rate", 1e-4, 1);
            double dropout = trial.floating("dropout", 0, 0.5);
            String kind = trial.choice("kind", "a", "b");
            return Math.pow(Math.log10(rate) + 2, 2) + dropout + (kind.equals("a") ? 0 : 1);
        });
    }

    private static List<Block> blocks(StudyResult study, String... settings) {
        return StudyContours.of(study, "loss", List.of(settings));
    }

    @Test
    void contoursWithTheTrialsAndTheBestOnAxesLikeTheRanges() throws IOException {
        StudyResult study = study(25);
        Picture picture = (Picture) blocks(study, "kind", "rate", "dropout").get(0);

        assertThat(picture.name()).isEqualTo("plane-rate-dropout");
        ContourPlot plot = (ContourPlot) ((Picture.Drawn) picture.source()).figure();
        assertThat(plot.logarithmicX()).isTrue();
        assertThat(plot.logarithmicY()).isFalse();
        assertThat(plot.points().get(0).x()).hasSize(25).contains(study.best().number("rate"));
        assertThat(plot.marks().get(0).y()).containsExactly(study.best().number("dropout"));
    }

    @Test
    void fewTrialsAndFewNumbersAreToldInWords() throws IOException {
        List<Block> few = blocks(study(9), "rate", "dropout");
        assertThat(((Picture.Drawn) ((Picture) few.get(0)).source()).figure()).isInstanceOf(ScatterPlot.class);
        assertThat(((Text) few.get(1)).words()).isEqualTo("Contours need 10 trials with both.");
        assertThat(((Text) blocks(study(12), "rate", "kind").get(0)).words())
                .isEqualTo("Contours need two settings that are numbers; this study has 1.");
    }

    @Test
    void levelsAreQuantiles() {
        // 17 values: the i-th of 15 levels is the i-th sixteenth, which is the i-th value from 0.
        double[] values = new double[17];
        for (int i = 0; i < 17; i++) {
            values[16 - i] = i == 16 ? 1e9 : i * i;
        }
        assertThat(StudyContours.levels(values))
                .hasSize(15)
                .startsWith(1.0, 4.0, 9.0)
                .endsWith(225.0);
        assertThat(StudyContours.levels(new double[] {2, 2, 2})).containsExactly(2.0);
    }
}
