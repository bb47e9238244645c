package io.cornu.tuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class StudyTest {
    private static final Study RANDOM =
            Study.minimize("study").withSampler(RandomSearch.of()).withSeed(1);

    static double everyKind(Trial trial) {
        double value = trial.floating("float", -2, 3)
                + trial.floating("grid", 0, 1, .25)
                + Math.log10(trial.logFloat("rate", 1e-5, 1))
                + trial.integer("int", -5, 5)
                + trial.integer("step", 0, 30, 3)
                + Math.log(trial.logInteger("units", 1, 1000));
        return value + (trial.choice("kind", "a", "b").equals("a") ? trial.floating("of a", 0, 1) : 0);
    }

    static List<Sampler> samplers() {
        return List.of(
                RandomSearch.of(),
                QMC.of(),
                QMC.of().withScrambled(true).withSequence(QMC.Sequence.HALTON),
                TPE.of(),
                TPE.of().withMultivariate(false),
                CMAES.of().withRestarting(true),
                Genetic.of().withPopulation(5),
                GaussianProcess.of());
    }

    @ParameterizedTest
    @MethodSource("samplers")
    void aSeedDecidesAllTrialsAndAllSettingsLieInTheirRanges(Sampler sampler) throws IOException {
        Study study = Study.maximize("study").withSampler(sampler).withSeed(7);
        StudyResult first = study.optimize(16, StudyTest::everyKind);
        // Setting checks its range when it is made.
        assertThat(settings(study.optimize(16, StudyTest::everyKind))).isEqualTo(settings(first));
        assertThat(settings(study.withSeed(8).optimize(16, StudyTest::everyKind)))
                .isNotEqualTo(settings(first));
        assertThat(first.parameters())
                .containsOnlyKeys("float", "grid", "int", "kind", "of a", "rate", "step", "units");
    }

    private static List<Map<String, Setting>> settings(StudyResult result) {
        return result.trials().stream().map(TrialRecord::parameters).toList();
    }

    /** The least value is 0; random search with 40 trials finds about 1.5 on average. */
    @ParameterizedTest
    @MethodSource("samplers")
    void samplersThatLearnBeatRandomSearchOnABowl(Sampler sampler) throws IOException {
        if (!(sampler instanceof TPE || sampler instanceof CMAES || sampler instanceof GaussianProcess)) {
            return;
        }
        assertThat(meanBest(sampler)).isLessThan(.5 * meanBest(RandomSearch.of()));
    }

    private static double meanBest(Sampler sampler) throws IOException {
        double sum = 0;
        for (int seed = 0; seed < 2; seed++) {
            sum += Study.minimize("bowl")
                    .withSampler(sampler)
                    .withSeed(seed)
                    .optimize(40, trial -> {
                        double x = trial.floating("x", -5, 5) - 1.3;
                        double y = trial.floating("y", -5, 5) + 2.1;
                        double z = trial.floating("z", -5, 5) - .4;
                        return x * x + y * y + z * z;
                    })
                    .best()
                    .value()
                    .orElseThrow();
        }
        return sum / 2;
    }

    @Test
    void randomSettingsAreUniformOnTheirScale() throws IOException {
        StudyResult result = RANDOM.optimize(2000, StudyTest::everyKind);
        // Mean and standard error of a uniform distribution: (low + high) / 2, (high - low) / sqrt(12 n).
        double error = 4 / Math.sqrt(12 * 2000);
        assertThat(mean(result, "float", v -> v)).isCloseTo(.5, within(5 * error));
        assertThat(mean(result, "rate", Math::log10)).isCloseTo(-2.5, within(5 * error));
        assertThat(mean(result, "grid", v -> v)).isCloseTo(.5, within(1.25 * error));
        assertThat(mean(result, "step", v -> v)).isCloseTo(15, within(33 * error));
        assertThat(mean(result, "kind", v -> v)).isCloseTo(.5, within(2 * error));
        assertThat(result.trials().stream().map(trial -> trial.number("grid")))
                .contains(0.0, .25, .5, .75, 1.0)
                .doesNotContain(.3);
    }

    private static double mean(StudyResult result, String name, java.util.function.DoubleUnaryOperator scale) {
        return result.trials().stream()
                .mapToDouble(trial -> scale.applyAsDouble(trial.number(name)))
                .average()
                .orElseThrow();
    }

    @Test
    void aGridIsTakenOnceAndThenTheStudyEnds() throws IOException {
        Map<String, List<?>> grid = new LinkedHashMap<>();
        grid.put("units", List.of(16, 32));
        grid.put("kind", List.of("a", "b"));
        StudyResult result = RANDOM.withSampler(GridSearch.of(grid))
                .optimize(
                        100,
                        trial -> trial.integer("units", 1, 64)
                                + (trial.choice("kind", "a", "b").equals("a") ? 0 : 1));
        assertThat(result.trials().stream().map(trial -> trial.text("units") + trial.text("kind")))
                .containsExactly("16a", "16b", "32a", "32b");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        RANDOM.withSampler(GridSearch.of(grid)).optimize(1, trial -> trial.floating("other", 0, 1)))
                .withMessageContaining("expected one of the parameters [units, kind], received 'other'");
    }

    @Test
    void aGridIsTakenOnceByTrialsSideBySide() throws IOException {
        Study study =
                RANDOM.withSampler(GridSearch.of(Map.of("u", List.of(1, 2, 3)))).withJobs(4);
        for (int round = 0; round < 5; round++) {
            CountDownLatch together = new CountDownLatch(3);
            StudyResult result = study.optimize(20, trial -> {
                double u = trial.integer("u", 1, 3);
                together.countDown();
                await(together);
                return u;
            });
            assertThat(result.trials()).extracting(trial -> trial.text("u")).containsExactlyInAnyOrder("1", "2", "3");
        }
        try (StudySession session = study.open()) {
            for (int point = 0; point < 3; point++) {
                session.ask();
            }
            assertThatExceptionOfType(NoSuchElementException.class)
                    .isThrownBy(session::ask)
                    .withMessageContaining("given out all 3");
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Sobol's first points on a line are 0, 1/2, 3/4, 1/4, 3/8 (Joe and Kuo's first dimension). */
    @Test
    void noPointOfASequenceIsLeftOutOrTakenTwice() throws IOException {
        try (StudySession session = RANDOM.withSampler(QMC.of()).open()) {
            Trial first = session.ask();
            first.floating("x", 0, 1);
            List<Double> points = new ArrayList<>();
            List<Trial> running = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                Trial trial = session.ask();
                running.add(trial);
                points.add(trial.floating("x", 0, 1));
            }
            session.tellFailed(running.get(1), "it failed.");
            session.tell(first, 1);
            session.enqueue(Map.of("x", .9));
            session.ask();
            points.add(session.ask().floating("x", 0, 1));
            session.enqueue(Map.of("x", .9));
            session.tell(session.ask(), 2);
            points.add(session.ask().floating("x", 0, 1));
            assertThat(points).containsExactly(0.0, .5, .75, .25, .375);
        }
    }

    @Test
    void aNameHasOneValueInATrialAndOneRangeInAStudy() throws IOException {
        RANDOM.optimize(1, trial -> {
            assertThat(trial.floating("x", 0, 1)).isEqualTo(trial.floating("x", 0, 1));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> trial.floating("x", 0, 2))
                    .withMessage("parameter 'x': expected the range [0.0, 1.0] it has in this study, received"
                            + " [0.0, 2.0]. Give another range another name.");
            return 0;
        });
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RANDOM.optimize(
                        5, trial -> trial.number() == 3 ? trial.logFloat("x", 1e-3, 1) : trial.floating("x", 0, 1)))
                .withMessageContaining("received [0.001, 1.0] logarithmic");
    }

    @Test
    void theBestTrialReplays() throws IOException {
        StudyResult result = RANDOM.optimize(10, StudyTest::everyKind);
        assertThat(result.best().replay(StudyTest::everyKind))
                .isEqualTo(result.best().value().orElseThrow());
        assertThat(List.copyOf(result.history().values()))
                .isSortedAccordingTo((a, b) -> Double.compare(b, a))
                .hasSize(10);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> result.best().replay(trial -> trial.floating("new", 0, 1)))
                .withMessageContaining("received 'new'");
    }

    @Test
    void queuedTrialsComeFirstWithTheirSettings() throws IOException {
        try (StudySession session = RANDOM.open()) {
            session.enqueue(Map.of("x", .25, "kind", "b"));
            Trial trial = session.ask();
            assertThat(trial.floating("x", 0, 1)).isEqualTo(.25);
            assertThat(trial.choice("kind", "a", "b")).isEqualTo("b");
            assertThat(trial.floating("y", 0, 1)).isBetween(0.0, 1.0);
            assertThat(session.tell(trial, 3).value()).hasValue(3);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> session.tell(trial, 3))
                    .withMessageContaining("Tell each trial once");
            session.enqueue(Map.of("x", 7));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> session.ask().floating("x", 0, 1))
                    .withMessageContaining("'x'")
                    .withMessageContaining("received 7");
        }
    }

    @Test
    void aFailureIsRecordedAndThrownUnlessCaught() throws IOException {
        List<TrialRecord> heard = new ArrayList<>();
        Study study = RANDOM.withListener((session, trial) -> heard.add(trial));
        TrialObjective<IOException> third = trial -> {
            if (trial.number() == 2) {
                throw new IOException("disk full");
            }
            return trial.floating("x", 0, 1);
        };
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> study.optimize(5, third))
                .withMessage("disk full");
        assertThat(heard).hasSize(3);
        assertThat(heard.get(2).state()).isEqualTo(TrialState.FAILED);
        assertThat(heard.get(2).message()).isEqualTo("IOException: disk full");
        StudyResult caught = study.withCatching(List.of(IOException.class)).optimize(5, third);
        assertThat(caught.inState(TrialState.COMPLETE)).hasSize(4);
        assertThat(caught.inState(TrialState.FAILED)).hasSize(1);
    }

    @Test
    void aValueThatIsNoNumberIsAFailure() throws IOException {
        StudyResult result = RANDOM.optimize(2, trial -> Double.NaN);
        assertThat(result.inState(TrialState.FAILED)).hasSize(2).allSatisfy(trial -> assertThat(trial.message())
                .isEqualTo("the objective gave NaN."));
        assertThatExceptionOfType(NoSuchElementException.class)
                .isThrownBy(result::best)
                .withMessageContaining("expected a complete trial, received none among 2 trials");
    }

    @Test
    void aPrunedTrialHasTheValueItReportedLast() throws IOException {
        StudyResult result = RANDOM.withPruner(
                        view -> view.trial().intermediateValues().size() == 3)
                .optimize(1, trial -> {
                    for (int epoch = 0; epoch < 10; epoch++) {
                        trial.report(epoch, 10.0 - epoch);
                        trial.stopIfPruned();
                    }
                    return 0;
                });
        TrialRecord trial = result.trials().get(0);
        assertThat(trial.state()).isEqualTo(TrialState.PRUNED);
        assertThat(trial.value()).hasValue(8);
        assertThat(trial.intermediateValues()).isEqualTo(Map.of(0, 10.0, 1, 9.0, 2, 8.0));
    }

    static List<Pruner> pruners() {
        return List.of(
                MedianPruner.of().withStartupTrials(1),
                SuccessiveHalvingPruner.of().withResource(1),
                HyperbandPruner.of().withLongest(9));
    }

    /** Once to end the training, once more behind it, as a training loop of epochs does. */
    @ParameterizedTest
    @MethodSource("pruners")
    void aPrunerThatIsAskedTwiceSaysTheSame(Pruner pruner) throws IOException {
        List<Integer> stopped = new ArrayList<>();
        StudyResult result = Study.maximize("study")
                .withSampler(RandomSearch.of())
                .withPruner(pruner)
                .withSeed(1)
                .optimize(30, trial -> {
                    double slope = trial.floating("slope", 0, 1);
                    for (int step = 1; step <= 9; step++) {
                        trial.report(step, slope * step);
                        if (trial.shouldPrune()) {
                            stopped.add(trial.number());
                            break;
                        }
                    }
                    trial.stopIfPruned();
                    return slope * 9;
                });
        assertThat(stopped).isNotEmpty();
        assertThat(result.inState(TrialState.PRUNED))
                .extracting(TrialRecord::number)
                .isEqualTo(stopped);
    }

    @Test
    void jobsRunSideBySide() throws IOException {
        CyclicBarrier together = new CyclicBarrier(3);
        AtomicInteger calls = new AtomicInteger();
        StudyResult result = RANDOM.withSampler(TPE.of().withStartupTrials(2))
                .withJobs(3)
                .optimize(9, trial -> {
                    calls.incrementAndGet();
                    try {
                        together.await(30, TimeUnit.SECONDS);
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                    return trial.floating("x", 0, 1);
                });
        assertThat(calls).hasValue(9);
        assertThat(result.inState(TrialState.COMPLETE)).hasSize(9);
        assertThat(Set.copyOf(result.trials().stream().map(TrialRecord::number).toList()))
                .hasSize(9);
    }

    @Test
    void aStudyStopsAtItsTimeAndWhenItIsTold() throws IOException {
        assertThat(RANDOM.withTimeLimit(Duration.ZERO).optimize(5, trial -> 0).trials())
                .isEmpty();
        StudyResult stopped = RANDOM.withListener((session, trial) -> {
                    if (trial.number() == 1) {
                        session.stop();
                    }
                })
                .optimize(5, trial -> trial.number());
        assertThat(stopped.trials()).hasSize(2);
    }

    @Test
    void anInterruptedThreadBeginsNoTrial() throws IOException {
        StudyResult result = RANDOM.optimize(5, trial -> {
            if (trial.number() == 1) {
                Thread.currentThread().interrupt();
            }
            return trial.number();
        });
        assertThat(Thread.interrupted()).isTrue();
        assertThat(result.trials()).hasSize(2);
    }

    @Test
    void aStepMayBeSmallBesideItsBounds() throws IOException {
        StudyResult result = RANDOM.optimize(200, trial -> trial.floating("far", 1e9, 1e9 + 1, 1e-3));
        assertThat(result.inState(TrialState.COMPLETE)).hasSize(200);
        // 0.4995 lies in the middle of two steps, which are exact to about 1e-7 there.
        assertThat(new FloatDistribution(1e9, 1e9 + 1, 1e-3, false).contains(1e9 + .4995))
                .isFalse();
    }

    @Test
    void theTrialsAreATable(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("trials.csv");
        RANDOM.optimize(2, trial -> {
                    trial.note("model", "a, \"b\"");
                    trial.report(1, .5);
                    trial.report(2, .25);
                    return trial.number() == 0 ? trial.choice("kind", "a").length() : Double.NaN;
                })
                .writeCsv(file);
        List<String> lines = Files.readAllLines(file);
        assertThat(lines).hasSize(3);
        assertThat(lines.get(0))
                .isEqualTo("number,state,value,started,finished,seconds,parameter kind,note model,reports,message");
        assertThat(lines.get(1)).startsWith("0,COMPLETE,1.0,").endsWith(",a,\"a, \"\"b\"\"\",1=0.5 2=0.25,");
        assertThat(lines.get(2)).startsWith("1,FAILED,,").endsWith("the objective gave NaN.");
    }

    @Test
    void wrongSettingsAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Study.minimize(" "))
                .withMessageContaining("name must have 1 to 1000 characters");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RANDOM.withJobs(0))
                .withMessageContaining("jobs must be at least 1, received 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FloatDistribution.of(2, 1))
                .withMessageContaining("high must be finite and at least low, received 1.0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new FloatDistribution(0, 1, 0, true))
                .withMessageContaining("low must be above 0 on a logarithmic scale");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ChoiceDistribution(List.of("a", "a")))
                .withMessageContaining("labels must differ");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TPE.of().withCandidates(0))
                .withMessageContaining("TPE: candidates must be at least 1, received 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HyperbandPruner.of().withReduction(1))
                .withMessageContaining("reduction must be at least 2");
    }
}
