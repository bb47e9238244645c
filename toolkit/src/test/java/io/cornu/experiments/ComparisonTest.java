package io.cornu.experiments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ComparisonTest {
    private static Comparison comparison(Map<String, List<Double>> scores) {
        List<Outcome> outcomes = new ArrayList<>();
        List<String> names = scores.keySet().stream().sorted().toList();
        for (String name : names) {
            List<Double> own = scores.getOrDefault(name, List.of());
            for (int i = 0; i < own.size(); i++) {
                double score = own.get(i);
                outcomes.add(new Outcome(
                        name, 42 + i, Map.of("loss", List.of(score, score / 2)), Map.of("score", score), 1));
            }
        }
        return Comparison.of("Some Thing", names, outcomes);
    }

    @Test
    void ranksByPairedDifferences() {
        // a - b: 1, 1, 4: mean 2, deviation sqrt(3), t(2, 0.975) = 4.3027: 4.3027 * 1.7321 / sqrt(3) = 4.30 > 2.
        // a - c: 5, 5.1, 4.9: mean 5, deviation 0.1: 4.3027 * 0.1 / sqrt(3) = 0.25 < 5.
        Comparison comparison = comparison(
                Map.of("a", List.of(10.0, 11.0, 12.0), "b", List.of(9.0, 10.0, 8.0), "c", List.of(5.0, 5.9, 7.1)));

        Ranking ranking = comparison.ranking("score", Ranking.Direction.HIGHEST);

        assertThat(ranking.places())
                .extracting(place -> place.variant() + " " + place.withinNoise())
                .containsExactly("a false", "b true", "c false");
        assertThat(ranking.verdict().words())
                .isEqualTo(
                        "a is best by score: 11.00 ± 1.0; within noise of it: b (9.000 ± 1.0); clearly behind: c (6.000 ±"
                                + " 1.1).");
        assertThat(comparison.ranking("score", Ranking.Direction.LOWEST).places())
                .extracting(Ranking.Place::variant)
                .containsExactly("c", "b", "a");
    }

    @Test
    void oneSeedTellsNothingOfNoise() {
        Verdict verdict = comparison(Map.of("a", List.of(1.0), "b", List.of(Double.NaN)))
                .ranking("score", Ranking.Direction.HIGHEST)
                .verdict();

        assertThat(verdict.words()).startsWith("a is best by score: 1.000; then b (no number). One seed cannot tell");
    }

    @Test
    void equalsShareTheFirstPlace() {
        Verdict verdict = comparison(Map.of("a", List.of(2.0), "b", List.of(2.0), "c", List.of(1.0)))
                .ranking("score", Ranking.Direction.HIGHEST)
                .verdict();

        assertThat(verdict.words()).startsWith("a is best by score: 2.000, as is b; then c (1.000). One seed");
    }

    @Test
    void tableHasMeanAndSpread() {
        Table table = comparison(Map.of("a", List.of(1.0, 3.0))).table("Scores");

        assertThat(table.name()).isEqualTo("some-thing");
        assertThat(table.columns()).containsExactly("variant", "seeds", "score", "score spread", "seconds");
        assertThat(table.rows().get(0).subList(0, 3)).containsExactly("a", 2, 2.0);
        // The sample's deviation of 1 and 3 is sqrt(2).
        assertThat((double) table.rows().get(0).get(3)).isCloseTo(Math.sqrt(2), within(1e-12));
    }

    @Test
    void curvesAreMeansAndHistoryIsEverything() {
        Comparison comparison = comparison(Map.of("a", List.of(1.0, 3.0), "b", List.of(4.0, 4.0)));

        assertThat(comparison.curves("Loss", "loss").series())
                .extracting(series -> series.name() + series.y())
                .containsExactly("a[2.0, 1.0]", "b[4.0, 2.0]");
        // The sample's deviation of 1 and 3, and of .5 and 1.5.
        assertThat(comparison.curve("a", "loss").spread())
                .containsExactly(Math.sqrt(2), Math.sqrt(.5))
                .isEqualTo(comparison.curves("Loss", "loss").series().get(0).spread());
        assertThat(comparison.picture("Loss", "loss").caption())
                .isEqualTo("Loss, mean and standard deviation of 2 seeds");
        assertThat(comparison(Map.of("a", List.of(1.0))).curve("a", "loss").spread())
                .as("one seed has no spread")
                .isEmpty();
        assertThat(comparison.history().rows()).hasSize(8).contains(List.of("a", 43L, 2, 1.5));
        assertThat(comparison.picture("Loss", "val_loss").name()).isEqualTo("some-thing-val-loss");
    }

    @Test
    void whatIsNotThereIsNamed() {
        Comparison comparison = comparison(Map.of("a", List.of(1.0)));
        assertThatThrownBy(() -> comparison.of("z")).hasMessageContaining("variant must be one of [a]");
        assertThatThrownBy(() -> comparison.ranking("accuracy", Ranking.Direction.HIGHEST))
                .hasMessageContaining("expected one of score, received 'accuracy'");
    }
}
