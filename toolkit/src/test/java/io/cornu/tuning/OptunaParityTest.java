package io.cornu.tuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What Optuna 5.0.0 made of the same trials; {@link OptunaFile} says where the numbers come from. */
class OptunaParityTest {
    @Test
    void theDensitiesOfTheParzenEstimatorsAreOptunas() {
        int points = 0;
        for (OptunaFile.Case one : OptunaFile.read("tpe").cases()) {
            List<String> title = one.title();
            SortedMap<String, Distribution> space = new TreeMap<>(OptunaFile.SPACE);
            space.keySet().retainAll(title.subList(1, title.size()));
            TPE.Estimators estimators =
                    TPE.of().estimators(FixedView.of(Direction.valueOf(title.get(0)), one.trials()), space);
            for (List<String> line : one.lines("point")) {
                double[] values = OptunaFile.settings(line.subList(3, line.size())).values().stream()
                        .mapToDouble(Double::doubleValue)
                        .toArray();
                double good = Double.parseDouble(line.get(1));
                double others = Double.parseDouble(line.get(2));
                assertThat(estimators.good().logDensity(values))
                        .as("l %s", line)
                        .isCloseTo(good, within(1e-9));
                assertThat(estimators.others().logDensity(values))
                        .as("g %s", line)
                        .isCloseTo(others, within(1e-9));
                points++;
            }
        }
        assertThat(points).isEqualTo(2 * 12 * 10);
    }

    @Test
    void theWeightsOfTrialsAreOptunas() {
        // default_weights(30): linspace(1/30, 1, 5), then 25 ones.
        assertThat(ParzenEstimator.weights(30))
                .startsWith(1 / 30.0, .275, .5166666666666667)
                .endsWith(1, 1, 1);
        assertThat(ParzenEstimator.weights(24)).containsOnly(1);
        assertThat(ParzenEstimator.weights(26)).startsWith(1 / 26.0, 1);
    }

    @Test
    void theImportancesAreOptunas() {
        List<OptunaFile.Case> cases = OptunaFile.read("importances").cases();
        assertThat(cases).hasSize(10);
        for (OptunaFile.Case one : cases) {
            Map<String, Double> importances =
                    new StudyResult("study", Direction.valueOf(one.title().get(0)), 1, one.trials()).importances();
            Map<String, Double> expected = new TreeMap<>();
            one.lines("share").forEach(line -> expected.put(line.get(1), Double.parseDouble(line.get(2))));
            assertThat(importances).containsOnlyKeys(expected.keySet());
            expected.forEach(
                    (name, share) -> assertThat(importances.get(name)).as(name).isCloseTo(share, within(1e-9)));
        }
    }

    @Test
    void thePlainSequencesAreOptunas() {
        for (OptunaFile.Case one : OptunaFile.read("sequences").cases()) {
            QMC sampler = QMC.of().withSequence(QMC.Sequence.valueOf(one.title().get(0)));
            List<TrialRecord> first = new ArrayList<>();
            TrialRecord begun = Records.empty(0, TrialState.COMPLETE, Map.of(), java.time.Instant.EPOCH);
            Map<String, Setting> any = new TreeMap<>();
            OptunaFile.SPACE.forEach((name, range) -> any.put(name, new Setting(range, Distributions.low(range))));
            first.add(Records.with(begun, any));
            for (List<String> line : one.lines("point")) {
                while (first.size() < Integer.parseInt(line.get(1))) {
                    first.add(Records.empty(first.size(), TrialState.FAILED, Map.of(), java.time.Instant.EPOCH));
                }
                Map<String, Double> point = sampler.sampleTogether(FixedView.of(Direction.MINIMIZE, first));
                Map<String, Double> expected = OptunaFile.settings(line.subList(2, line.size()));
                assertThat(point).containsOnlyKeys(expected.keySet());
                expected.forEach((name, value) -> assertThat(point.get(name))
                        .as("%s of point %s", name, line.get(1))
                        .isCloseTo(value, within(1e-12)));
            }
        }
    }

    @Test
    void anEvolutionMovesAsThePackageCmaesDoes() {
        for (OptunaFile.Case one : OptunaFile.read("evolution").cases()) {
            int dimensions = Integer.parseInt(one.title().get(0));
            double[] center = new double[dimensions];
            java.util.Arrays.fill(center, .5);
            Evolution evolution = Evolution.of(center, 1.0 / 6, Evolution.populationFor(dimensions), 0);
            assertThat(evolution.population())
                    .isEqualTo(Integer.parseInt(one.title().get(1)));
            List<double[]> points = new ArrayList<>();
            List<Double> losses = new ArrayList<>();
            for (List<String> line : one.lines()) {
                double[] numbers = OptunaFile.numbers(line.subList(1, line.size()));
                if (line.get(0).equals("point")) {
                    losses.add(numbers[0]);
                    points.add(java.util.Arrays.copyOfRange(numbers, 1, numbers.length));
                    continue;
                }
                evolution.tell(
                        points, losses.stream().mapToDouble(Double::doubleValue).toArray());
                points.clear();
                losses.clear();
                assertThat(evolution.state()).containsExactly(numbers, within(1e-9));
            }
            assertThat(evolution.generation()).isEqualTo(12);
        }
    }

    @Test
    void thePrunersDecideAsOptunas() throws StudyFileException {
        Map<String, Pruner> pruners = Map.ofEntries(
                Map.entry("median", MedianPruner.of()),
                Map.entry("median-warm", new MedianPruner(2, 3, 2, 3)),
                Map.entry("percentile-25", PercentilePruner.of(25).withStartupTrials(1)),
                Map.entry(
                        "percentile-80",
                        PercentilePruner.of(80).withStartupTrials(0).withIntervalSteps(3)),
                Map.entry("halving-auto", SuccessiveHalvingPruner.of()),
                Map.entry(
                        "halving-2",
                        SuccessiveHalvingPruner.of()
                                .withResource(1)
                                .withReduction(2)
                                .withRate(1)),
                Map.entry(
                        "halving-bootstrap",
                        SuccessiveHalvingPruner.of()
                                .withResource(2)
                                .withReduction(3)
                                .withBootstrap(4)),
                Map.entry("hyperband-auto", HyperbandPruner.of()),
                Map.entry("hyperband-30", HyperbandPruner.of().withReduction(2).withLongest(30)),
                Map.entry("patient", PatientPruner.of(2)),
                Map.entry(
                        "patient-median", PatientPruner.of(MedianPruner.of(), 1).withLeastChange(.2)));
        List<OptunaFile.Case> cases = OptunaFile.read("pruners").cases();
        assertThat(cases).hasSize(2 * pruners.size());
        for (OptunaFile.Case one : cases) {
            Study study = Study.of("study", Direction.valueOf(one.title().get(0)))
                    .withSampler(RandomSearch.of())
                    .withPruner(Objects.requireNonNull(pruners.get(one.title().get(1))));
            try (StudySession session = study.open()) {
                for (List<String> line : one.lines("trial")) {
                    decide(session, line, one.title().toString());
                }
            }
        }
    }

    private static void decide(StudySession session, List<String> line, String where) throws StudyFileException {
        String[] values = line.get(3).split(",", -1);
        Trial trial = session.ask();
        StringBuilder decisions = new StringBuilder();
        boolean pruned = false;
        for (int step = 0; step < values.length && !pruned; step++) {
            trial.report(step, Double.parseDouble(values[step]));
            pruned = trial.shouldPrune();
            decisions.append(pruned ? '1' : '0');
        }
        assertThat(decisions).as("%s trial %s", where, trial.number()).hasToString(line.get(1));
        if (pruned) {
            session.tellPruned(trial);
        } else {
            session.tell(trial, Double.parseDouble(line.get(2)));
        }
    }
}
